import type { IncomingMessage } from 'node:http';
import { actOnDeployment } from './act-on-deployment';
import { type ApiAnswer, refusals, refuse } from './api-answer';
import type { ApiPlace } from './api-place';
import { createDeployment } from './create-deployment';
import { describeDeployment } from './describe-deployment';
import { describeProject } from './describe-project';
import { isAuthorised } from './is-authorised';
import { listPage } from './list-page';
import type { PagesProject } from './pages-options';

const PATH =
  /^\/client\/v4\/accounts\/([^/]+)\/pages\/projects(?:\/([^/]+)(\/deployments(?:\/([^/]+)(?:\/(retry|rollback|history\/logs))?)?)?)?$/;

/** Answers one call of Cloudflare's API. */
export async function answerApi(request: IncomingMessage, place: ApiPlace): Promise<ApiAnswer> {
  const { options, store } = place;
  if (!isAuthorised(request, options.token)) return refuse(refusals.notAuthorised);
  const url = new URL(request.url ?? '/', 'http://api');
  const match = PATH.exec(url.pathname);
  if (match === null) return refuse(refusals.noRoute);
  const [, account, name, deployments, id, action = ''] = match;
  if (account !== options.account) return refuse(refusals.notAuthorised);
  if (name === undefined) {
    const all = options.projects.map((project) => describeProject(project, store));
    return request.method === 'GET' ? listPage(all, url.searchParams) : refuse(refusals.badMethod);
  }
  const project = options.projects.find((each) => each.name === name);
  if (project === undefined) return refuse(refusals.noProject);
  if (deployments === undefined) {
    return request.method === 'GET'
      ? { result: describeProject(project, store) }
      : refuse(refusals.badMethod);
  }
  if (id === undefined) return answerForAll(request, project, place);
  const deployment = store.find(project.name, id);
  if (deployment === undefined) return refuse(refusals.noDeployment);
  const isForced = url.searchParams.get('force') === 'true';
  return actOnDeployment({ verb: `${request.method ?? ''} ${action}`, isForced, deployment, project }, place);
}

async function answerForAll(
  request: IncomingMessage,
  project: PagesProject,
  place: ApiPlace,
): Promise<ApiAnswer> {
  if (request.method === 'POST') return createDeployment(request, project, place);
  if (request.method !== 'GET') return refuse(refusals.badMethod);
  const { searchParams } = new URL(request.url ?? '/', 'http://api');
  const environment = searchParams.get('env');
  if (environment !== null && environment !== 'production' && environment !== 'preview') {
    return refuse(refusals.badEnvironment);
  }
  const all = place.store
    .all(project.name)
    .map((each) => describeDeployment(each, project))
    .filter((each) => environment === null || each.environment === environment);
  return listPage(all, searchParams);
}
