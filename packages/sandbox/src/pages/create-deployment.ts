import type { IncomingMessage } from 'node:http';
import { type ApiAnswer, refusals, refuse } from './api-answer';
import type { ApiPlace } from './api-place';
import type { NewDeployment } from './deployment-store';
import { describeDeployment } from './describe-deployment';
import type { PagesProject } from './pages-options';
import { readForm } from './read-form';
import { scanBranches } from './scan-branches';

/** Builds the head of the branch that the form names, else of the production branch. */
export async function createDeployment(
  request: IncomingMessage,
  project: PagesProject,
  place: ApiPlace,
): Promise<ApiAnswer> {
  const form = await readForm(request);
  if (form === undefined) return refuse(refusals.badForm);
  if (form.has('manifest')) return refuse(refusals.noUploads);
  const named = form.get('branch');
  const branch = typeof named === 'string' && named !== '' ? named : project.productionBranch;
  const head = (await scanBranches(project, place.options)).find((each) => each.branch === branch);
  if (head === undefined) {
    return refuse({ status: 400, code: 8000013, message: `The branch ${branch} does not exist.` });
  }
  return orderBuild({ project: project.name, ...head, trigger: 'ad_hoc' }, project, place);
}

/** Adds a deployment and lets it be built when its branch is free. */
export async function orderBuild(
  wanted: NewDeployment,
  project: PagesProject,
  { store, queue }: ApiPlace,
): Promise<ApiAnswer> {
  const deployment = await store.add(wanted);
  const result = describeDeployment(deployment, project);
  queue.wake(project, deployment.branch);
  return { result };
}
