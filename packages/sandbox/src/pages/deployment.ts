import type { Deployment, Stage } from 'cloudflare/resources/pages/projects/projects.js';

export type StageName = Stage['name'];
export type StageStatus = Stage['status'];

/** A deployment as the stand-in keeps it on disk. */
export interface StoredDeployment {
  readonly id: string;
  readonly project: string;
  readonly branch: string;
  readonly commit: string;
  readonly message: string;
  readonly trigger: 'github:push' | 'ad_hoc';
  readonly createdOn: string;
  modifiedOn: string;
  stages: { name: StageName; status: StageStatus; startedOn: string | null; endedOn: string | null }[];
  /** A newer push of the branch came before this one was built. */
  skipped: boolean;
  log: { ts: string; line: string }[];
}

const STAGES: readonly StageName[] = ['queued', 'initialize', 'clone_repo', 'build', 'deploy'];

export function newStages(): StoredDeployment['stages'] {
  return STAGES.map((name) => ({ name, status: 'idle', startedOn: null, endedOn: null }));
}

/** The stage that says how far it is: the one that runs or failed, else the last that ended, else the first. */
export function latestStage(deployment: StoredDeployment): StoredDeployment['stages'][number] {
  const { stages } = deployment;
  const telling = stages.find((stage) => stage.status !== 'success') ?? stages.at(-1);
  if (telling === undefined) throw new TypeError('a deployment without stages');
  return telling;
}

export function hasSucceeded(deployment: StoredDeployment): boolean {
  return deployment.stages.every((stage) => stage.status === 'success');
}

/** Whether a build of it is still to come or under way. */
export function isUnfinished(deployment: StoredDeployment): boolean {
  return !deployment.skipped && ['idle', 'active'].includes(latestStage(deployment).status);
}

/** A branch's name as it stands in its address: `convoy/dev` → `convoy-dev`. */
export function branchLabel(branch: string): string {
  return branch
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 28);
}

/** The deployment in the shape of Cloudflare's API (`Deployment` of the official client). */
export function describeDeployment(deployment: StoredDeployment, productionBranch: string): Deployment {
  const isProduction = deployment.branch === productionBranch;
  const stages = deployment.stages.map((stage) => ({
    name: stage.name,
    status: stage.status,
    started_on: stage.startedOn,
    ended_on: stage.endedOn,
  }));
  const latest = latestStage(deployment);
  return {
    id: deployment.id,
    short_id: deployment.id.slice(0, 8),
    project_id: deployment.project,
    project_name: deployment.project,
    environment: isProduction ? 'production' : 'preview',
    url: `https://${deployment.id.slice(0, 8)}.${deployment.project}.pages.dev`,
    aliases: isProduction
      ? null
      : [`https://${branchLabel(deployment.branch)}.${deployment.project}.pages.dev`],
    created_on: deployment.createdOn,
    modified_on: deployment.modifiedOn,
    is_skipped: deployment.skipped,
    skip_reason: deployment.skipped ? 'superseded_queued_build' : null,
    env_vars: {},
    build_config: {
      build_command: 'npm run build',
      destination_dir: 'dist',
      root_dir: '',
      web_analytics_tag: null,
      web_analytics_token: null,
    },
    deployment_trigger: {
      type: deployment.trigger,
      metadata: {
        branch: deployment.branch,
        commit_hash: deployment.commit,
        commit_message: deployment.message,
        commit_dirty: false,
      },
    },
    latest_stage: {
      name: latest.name,
      status: latest.status,
      started_on: latest.startedOn,
      ended_on: latest.endedOn,
    },
    stages,
    source: { type: 'github', config: {} as Deployment['source']['config'] },
  };
}
