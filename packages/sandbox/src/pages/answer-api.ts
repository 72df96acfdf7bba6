import type { IncomingMessage, ServerResponse } from 'node:http';
import type { BuildQueue } from './build-queue';
import { describeDeployment, hasSucceeded, type StoredDeployment } from './deployment';
import type { DeploymentStore } from './deployment-store';
import type { PagesOptions, PagesProject } from './pages-options';
import { scanBranches } from './scan-branches';

/** What the API's answers are made from. */
export interface ApiPlace {
  readonly store: DeploymentStore;
  readonly queue: BuildQueue;
  readonly options: PagesOptions;
}

type Answer =
  { readonly status: number; readonly result: unknown; readonly info?: Record<string, number> } | ApiError;
interface ApiError {
  readonly status: number;
  readonly code: number;
  readonly message: string;
}

const PATH =
  /^\/client\/v4\/accounts\/([^/]+)\/pages\/projects(?:\/([^/]+)(?:\/deployments(?:\/([^/]+)(?:\/(retry|rollback|history\/logs))?)?)?)?$/;

/** Answers one call in Cloudflare's envelope: `{success, errors, messages, result}`. */
export async function answerApi(
  request: IncomingMessage,
  response: ServerResponse,
  place: ApiPlace,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://api');
  const answer = await route(request, url, place);
  const body =
    'code' in answer
      ? {
          success: false,
          errors: [{ code: answer.code, message: answer.message }],
          messages: [],
          result: null,
        }
      : {
          success: true,
          errors: [],
          messages: [],
          result: answer.result,
          ...(answer.info === undefined ? {} : { result_info: answer.info }),
        };
  response.writeHead(answer.status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

async function route(request: IncomingMessage, url: URL, place: ApiPlace): Promise<Answer> {
  const { options } = place;
  if (request.headers.authorization !== `Bearer ${options.token}`)
    return { status: 403, code: 10000, message: 'Authentication error' };
  const match = PATH.exec(url.pathname);
  if (match === null) return { status: 404, code: 7003, message: `Could not route to ${url.pathname}` };
  const [, account, name, id, action] = match;
  if (account !== options.account) return { status: 403, code: 10000, message: 'Authentication error' };
  if (name === undefined)
    return { status: 200, result: options.projects.map((project) => describeProject(project, place)) };
  const project = options.projects.find((each) => each.name === name);
  if (project === undefined)
    return {
      status: 404,
      code: 8000007,
      message: 'Project not found. The specified project name does not match any of your existing projects.',
    };
  if (!url.pathname.includes('/deployments')) return { status: 200, result: describeProject(project, place) };
  if (id === undefined)
    return request.method === 'POST' ? create(request, project, place) : list(url, project, place);
  const deployment = place.store.find(project.name, id);
  if (deployment === undefined) return { status: 404, code: 8000009, message: 'Deployment not found.' };
  return act(request.method ?? 'GET', action, deployment, project, place);
}

async function act(
  method: string,
  action: string | undefined,
  deployment: StoredDeployment,
  project: PagesProject,
  place: ApiPlace,
): Promise<Answer> {
  const { store } = place;
  if (action === 'history/logs')
    return {
      status: 200,
      result: { data: deployment.log, includes_container_logs: true, total: deployment.log.length },
    };
  if (action === 'retry' && method === 'POST')
    return build({ ...head(deployment), trigger: deployment.trigger }, project, place);
  if (action === 'rollback' && method === 'POST') {
    const isTarget = deployment.branch === project.productionBranch && hasSucceeded(deployment);
    if (!isTarget)
      return {
        status: 400,
        code: 8000039,
        message: 'Only successful production deployments can be rolled back to.',
      };
    await store.rollBack(project.name, deployment.id);
  }
  if (method === 'DELETE') {
    if (store.served(project.name, deployment.branch, project.productionBranch) === deployment)
      return { status: 400, code: 8000035, message: 'Cannot delete a deployment that is being served.' };
    await store.remove(deployment);
    return { status: 200, result: null };
  }
  return { status: 200, result: describeDeployment(deployment, project.productionBranch) };
}

const head = (deployment: StoredDeployment) => ({
  branch: deployment.branch,
  commit: deployment.commit,
  message: deployment.message,
});

function list(url: URL, project: PagesProject, place: ApiPlace): Answer {
  const environment = url.searchParams.get('env');
  const page = Math.max(1, Number(url.searchParams.get('page') ?? '1'));
  const perPage = Math.min(25, Math.max(1, Number(url.searchParams.get('per_page') ?? '25')));
  const all = place.store
    .all(project.name)
    .map((each) => describeDeployment(each, project.productionBranch))
    .filter((each) => environment === null || each.environment === environment);
  const shown = all.slice((page - 1) * perPage, page * perPage);
  return {
    status: 200,
    result: shown,
    info: {
      page,
      per_page: perPage,
      count: shown.length,
      total_count: all.length,
      total_pages: Math.ceil(all.length / perPage),
    },
  };
}

async function create(request: IncomingMessage, project: PagesProject, place: ApiPlace): Promise<Answer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const type = request.headers['content-type'] ?? '';
  const form = /multipart|urlencoded/.test(type)
    ? await new Response(Buffer.concat(chunks), { headers: { 'content-type': type } }).formData()
    : new FormData();
  const named = form.get('branch');
  const branch = typeof named === 'string' && named !== '' ? named : project.productionBranch;
  const found = (await scanBranches(project, place.options)).find((each) => each.branch === branch);
  if (found === undefined)
    return { status: 400, code: 8000013, message: `The branch ${branch} does not exist.` };
  return build({ ...found, trigger: 'ad_hoc' }, project, place);
}

async function build(
  wanted: { branch: string; commit: string; message: string; trigger: StoredDeployment['trigger'] },
  project: PagesProject,
  place: ApiPlace,
): Promise<Answer> {
  const deployment = await place.store.add({ project: project.name, ...wanted });
  place.queue.wake(project, deployment.branch);
  return { status: 200, result: describeDeployment(deployment, project.productionBranch) };
}

function describeProject(project: PagesProject, place: ApiPlace): Record<string, unknown> {
  const [latest] = place.store.all(project.name);
  const served = place.store.served(project.name, project.productionBranch, project.productionBranch);
  const describe = (each: StoredDeployment | undefined) =>
    each === undefined ? null : describeDeployment(each, project.productionBranch);
  return {
    id: project.name,
    name: project.name,
    subdomain: `${project.name}.pages.dev`,
    domains: [`${project.name}.pages.dev`, ...Object.keys(project.domains)],
    production_branch: project.productionBranch,
    latest_deployment: describe(latest),
    canonical_deployment: describe(served),
  };
}
