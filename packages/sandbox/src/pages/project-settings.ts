import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { Deployment } from 'cloudflare/resources/pages/projects/projects.js';
import type { PagesProject } from './pages-options';

/** How every project of the stand-in is built. */
export const buildSettings = {
  build_caching: false,
  build_command: 'npm run build',
  destination_dir: 'dist',
  root_dir: '',
  web_analytics_tag: null,
  web_analytics_token: null,
} satisfies Deployment['build_config'];

/** The same for a name at every start, in the form of a UUID. */
export function projectId({ name }: PagesProject): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

export function sourceOf(project: PagesProject): Deployment['source'] {
  return {
    type: 'github',
    config: {
      owner: 'sandbox',
      owner_id: '0',
      repo_name: basename(project.remote, '.git'),
      repo_id: '0',
      production_branch: project.productionBranch,
      production_deployments_enabled: true,
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- the API still sends it
      deployments_enabled: true,
      pr_comments_enabled: false,
      preview_deployment_setting: 'all',
      preview_branch_includes: ['*'],
      preview_branch_excludes: [],
      path_includes: ['*'],
      path_excludes: [],
    },
  };
}
