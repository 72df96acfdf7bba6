import { type ApiAnswer, refusals, refuse } from './api-answer';
import type { ApiPlace } from './api-place';
import { orderBuild } from './create-deployment';
import { hasSucceeded, type StoredDeployment } from './deployment';
import { describeDeployment } from './describe-deployment';
import type { PagesProject } from './pages-options';

export interface Action {
  /** Method and what follows the deployment in the path: `POST rollback`. */
  readonly verb: string;
  readonly isForced: boolean;
  readonly deployment: StoredDeployment;
  readonly project: PagesProject;
}

/** What can be asked of one deployment. */
export async function actOnDeployment(action: Action, place: ApiPlace): Promise<ApiAnswer> {
  const { verb, deployment, project } = action;
  if (verb === 'GET ') return { result: describeDeployment(deployment, project) };
  if (verb === 'GET history/logs') return { result: describeLog(deployment) };
  if (verb === 'POST retry') {
    const { branch, commit, message, trigger } = deployment;
    return orderBuild({ project: project.name, branch, commit, message, trigger }, project, place);
  }
  if (verb === 'POST rollback') return rollBack(action, place);
  if (verb === 'DELETE ') return remove(action, place);
  return refuse(refusals.badMethod);
}

function describeLog({ log }: StoredDeployment): unknown {
  return { data: log, includes_container_logs: true, total: log.length };
}

/** Previews are no targets, as at Cloudflare: they go back by a new push. */
async function rollBack({ deployment, project }: Action, { store }: ApiPlace): Promise<ApiAnswer> {
  if (deployment.branch !== project.productionBranch || !hasSucceeded(deployment)) {
    return refuse(refusals.notForRollback);
  }
  await store.rollBack(project.name, deployment.id);
  return { result: describeDeployment(deployment, project) };
}

async function remove(action: Action, { store, queue }: ApiPlace): Promise<ApiAnswer> {
  const { deployment, project, isForced } = action;
  if (store.served(project, deployment.branch) === deployment) {
    if (deployment.branch === project.productionBranch) return refuse(refusals.isLive);
    if (!isForced) return refuse(refusals.isAliased);
  }
  await store.remove(deployment);
  await queue.abandon(deployment);
  return { result: null };
}
