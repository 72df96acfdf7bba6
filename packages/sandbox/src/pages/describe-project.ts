import type { Project } from 'cloudflare/resources/pages/projects/projects.js';
import type { StoredDeployment } from './deployment';
import type { DeploymentStore } from './deployment-store';
import { describeDeployment } from './describe-deployment';
import type { PagesProject } from './pages-options';
import { buildSettings, projectId, sourceOf } from './project-settings';

const forFunctions: Project['deployment_configs']['production'] = {
  always_use_latest_compatibility_date: false,
  build_image_major_version: 3,
  compatibility_date: '2026-01-01',
  compatibility_flags: [],
  env_vars: {},
  fail_open: true,
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the API still sends it
  usage_model: 'standard',
};

/** The project in the shape of Cloudflare's API (`Project` of the official client). */
export function describeProject(project: PagesProject, store: DeploymentStore): Project {
  const { name, productionBranch } = project;
  const all = store.all(name);
  const describe = (each: StoredDeployment | undefined) =>
    each === undefined ? null : describeDeployment(each, project);
  return {
    id: projectId(project),
    name,
    subdomain: `${name}.pages.dev`,
    domains: [`${name}.pages.dev`, ...Object.keys(project.domains)],
    production_branch: productionBranch,
    created_on: all.at(-1)?.createdOn ?? new Date(0).toISOString(),
    latest_deployment: describe(all[0]),
    canonical_deployment: describe(store.served(project, productionBranch)),
    deployment_configs: { preview: forFunctions, production: forFunctions },
    build_config: buildSettings,
    source: sourceOf(project),
    framework: '',
    framework_version: '',
    preview_script_name: `pages-worker--${name}-preview`,
    production_script_name: `pages-worker--${name}-production`,
    uses_functions: false,
  };
}
