import type { Deployment, Stage } from 'cloudflare/resources/pages/projects/projects.js';
import { branchLabel } from './branch-label';
import { latestStage, type StoredDeployment, type StoredStage } from './deployment';
import type { PagesProject } from './pages-options';
import { buildSettings, projectId, sourceOf } from './project-settings';

/** The deployment in the shape of Cloudflare's API (`Deployment` of the official client). */
export function describeDeployment(deployment: StoredDeployment, project: PagesProject): Deployment {
  const { id, branch } = deployment;
  const aliases = aliasesOf(branch, project);
  return {
    id,
    short_id: id.slice(0, 8),
    project_id: projectId(project),
    project_name: project.name,
    environment: branch === project.productionBranch ? 'production' : 'preview',
    url: deploymentAddress(deployment),
    aliases: aliases.length === 0 ? null : aliases,
    created_on: deployment.createdOn,
    modified_on: deployment.modifiedOn,
    is_skipped: deployment.skipped,
    skip_reason: deployment.skipped ? 'superseded_queued_build' : null,
    env_vars: {},
    build_config: buildSettings,
    deployment_trigger: {
      type: deployment.trigger,
      metadata: {
        branch,
        commit_hash: deployment.commit,
        commit_message: deployment.message,
        commit_dirty: false,
      },
    },
    latest_stage: describeStage(latestStage(deployment)),
    stages: deployment.stages.map(describeStage),
    source: sourceOf(project),
    uses_functions: false,
  };
}

/** The address that shows this deployment for ever. */
export function deploymentAddress({ id, project }: StoredDeployment): string {
  return `https://${id.slice(0, 8)}.${project}.pages.dev`;
}

function aliasesOf(branch: string, project: PagesProject): string[] {
  const custom = Object.entries(project.domains).filter(([, shown]) => shown === branch);
  const alias =
    branch === project.productionBranch ? [] : [`${branchLabel(branch)}.${project.name}.pages.dev`];
  return [...alias, ...custom.map(([domain]) => domain)].map((host) => `https://${host}`);
}

function describeStage({ name, status, startedOn, endedOn }: StoredStage): Stage {
  return { name, status, started_on: startedOn, ended_on: endedOn };
}
