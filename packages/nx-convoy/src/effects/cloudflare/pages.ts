import type { Deployment, Project } from 'cloudflare/resources/pages/projects/projects.js';
import { isCoordinationError } from '../../model/coordination-error';
import { variableMissing } from '../../model/errors';
import { providerFailed } from '../../model/provider-failed';
import type { PagesBranch } from '../../model/resolved-component';
import type { Pages, PagesDeployment } from '../ports';
import { connect, type Connection } from './connect';

export interface PagesOptions {
  /** Where every call goes instead of Cloudflare: the sandbox alone has one. */
  readonly baseURL: string | null;
  /** The value of a `$NAME` reference. */
  readonly variable: (name: string) => string | undefined;
}

const PAGE_SIZE = 25;
/** A branch whose newest deployment lies further back counts as never deployed; a build is then what brings it forward. */
const FARTHEST_PAGE = 40;

/** Cloudflare Pages through the official client. */
export function createPages(options: PagesOptions): Pages {
  // A project's production branch does not change under a run: asked once for each project.
  const productions = new Map<string, string>();
  const keyOf = (pages: PagesBranch): string => `${pages.account} ${pages.project}`;
  const projectOf = async ({ projects, account }: Connection, pages: PagesBranch): Promise<Project> => {
    const project = await projects.get(pages.project, { account_id: account });
    productions.set(keyOf(pages), project.production_branch);
    return project;
  };
  return {
    latest: (pages) =>
      ask(options, pages, 'list the deployments', async (connection) => {
        if ((productions.get(keyOf(pages)) ?? pages.branch) !== pages.branch) return find(connection, pages);
        const { production_branch, canonical_deployment } = await projectOf(connection, pages);
        const served = production_branch === pages.branch ? canonical_deployment : null;
        return served === null ? find(connection, pages) : pagesDeployment(served);
      }),
    ofCommit: (pages, commit) =>
      ask(options, pages, 'list the deployments', (connection) => find(connection, pages, commit)),
    build: (pages) =>
      ask(options, pages, `build ${pages.branch}`, async ({ projects, account }) => {
        const { project, branch } = pages;
        return pagesDeployment(await projects.deployments.create(project, { account_id: account, branch }));
      }),
    log: (pages, deployment) =>
      ask(options, pages, `read the log of deployment ${deployment}`, async ({ projects, account }) => {
        const where = { account_id: account, project_name: pages.project };
        const log = await projects.deployments.history.logs.get(deployment, where);
        return log.data.map(({ line }) => line).join('\n');
      }),
    productionBranch: (pages) =>
      ask(options, pages, 'name the production branch', async (connection) => {
        const known = productions.get(keyOf(pages));
        return known ?? (await projectOf(connection, pages)).production_branch;
      }),
    rollback: (pages, deployment) =>
      ask(options, pages, `roll back to deployment ${deployment}`, async ({ projects, account }) => {
        const where = { account_id: account, project_name: pages.project };
        return pagesDeployment(await projects.deployments.rollback(deployment, where));
      }),
    previews: (pages) =>
      ask(options, pages, `list the previews of ${pages.branch}`, (connection) =>
        previewsOf(connection, pages),
      ),
    removePreview: (pages, deployment) =>
      ask(options, pages, `remove preview ${deployment}`, async (connection) => {
        const { projects, account } = connection;
        const known = await previewsOf(connection, pages);
        if (known.every(({ id }) => id !== deployment)) return refuseOther(connection, pages, deployment);
        const where = { account_id: account, project_name: pages.project, force: true };
        await projects.deployments.delete(deployment, where).catch(ignoreGone);
      }),
  };
}

async function ask<Answer>(
  options: PagesOptions,
  pages: PagesBranch,
  what: string,
  work: (connection: Connection) => Promise<Answer>,
): Promise<Answer> {
  const account = valueOf(pages.account, options, pages);
  const token = valueOf(pages.token, options, pages);
  try {
    return await work(await connect({ account, token, baseURL: options.baseURL }));
  } catch (cause) {
    if (isCoordinationError(cause)) throw cause;
    throw providerFailed('Cloudflare Pages', `${what} of project ${pages.project}`, cause);
  }
}

/** The value of a `$NAME` reference; anything else stands for itself. */
function valueOf(text: string, options: PagesOptions, pages: PagesBranch): string {
  if (!text.startsWith('$')) return text;
  const name = text.slice(1);
  const value = options.variable(name);
  if (value === undefined || value === '') throw variableMissing(name, `Pages project ${pages.project}`);
  return value;
}

/** The newest deployment of the branch, or of a commit on it. Skipped ones were never built and do not count. */
async function find(
  { projects, account }: Connection,
  { project, branch }: PagesBranch,
  commit?: string,
): Promise<PagesDeployment | null> {
  let page = await projects.deployments.list(project, { account_id: account, page: 1, per_page: PAGE_SIZE });
  for (let number = 1; number <= FARTHEST_PAGE; number += 1) {
    // The API lists the newest first.
    const found = page.result
      .filter((each) => !each.is_skipped)
      .map(pagesDeployment)
      .find((each) => each.branch === branch && (commit === undefined || each.commit === commit));
    if (found !== undefined) return found;
    if (!page.hasNextPage()) return null;
    page = await page.getNextPage();
  }
  return null;
}

async function previewsOf(
  { projects, account }: Connection,
  { project, branch }: PagesBranch,
): Promise<PagesDeployment[]> {
  const found: PagesDeployment[] = [];
  let page = await projects.deployments.list(project, {
    account_id: account,
    env: 'preview',
    page: 1,
    per_page: PAGE_SIZE,
  });
  for (let number = 1; number <= FARTHEST_PAGE; number += 1) {
    found.push(...page.result.map(pagesDeployment));
    if (!page.hasNextPage()) break;
    page = await page.getNextPage();
  }
  return found.filter((each) => each.branch === branch && each.environment === 'preview');
}

/** Answers where there is no such deployment any more. */
async function refuseOther(
  { projects, account }: Connection,
  { project, branch }: PagesBranch,
  deployment: string,
): Promise<void> {
  const where = { account_id: account, project_name: project };
  const found = await projects.deployments.get(deployment, where).catch(ignoreGone);
  if (found === undefined) return;
  throw new RangeError(`deployment ${deployment} is no preview of ${branch}`);
}

function ignoreGone(cause: unknown): undefined {
  if (cause instanceof Error && 'status' in cause && cause.status === 404) return undefined;
  throw cause;
}

function pagesDeployment(found: Deployment): PagesDeployment {
  const { branch, commit_hash } = found.deployment_trigger.metadata;
  const { name, status } = found.latest_stage;
  return {
    id: found.id,
    commit: commit_hash,
    branch,
    environment: found.environment,
    stage: name,
    status,
    url: found.url,
    // Cloudflare tells microseconds.
    createdAt: new Date(found.created_on).toISOString(),
  };
}
