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
      ask(options, pages, `remove preview ${deployment}`, async ({ projects, account }) => {
        const { deployments } = projects;
        const where = { account_id: account, project_name: pages.project };
        const found = await deployments.get(deployment, where).catch(ignoreGone);
        if (found === undefined) return;
        if (!isPreviewOf(pagesDeployment(found), pages.branch))
          throw new RangeError(`deployment ${deployment} is no preview of ${pages.branch}`);
        await deployments.delete(deployment, { ...where, force: true }).catch(ignoreGone);
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
  connection: Connection,
  { project, branch }: PagesBranch,
  commit?: string,
): Promise<PagesDeployment | null> {
  for await (const page of listed(connection, { project })) {
    const found = page
      .filter((each) => !each.is_skipped)
      .map(pagesDeployment)
      .find((each) => each.branch === branch && (commit === undefined || each.commit === commit));
    if (found !== undefined) return found;
  }
  return null;
}

async function previewsOf(
  connection: Connection,
  { project, branch }: PagesBranch,
): Promise<PagesDeployment[]> {
  const found: PagesDeployment[] = [];
  for await (const page of listed(connection, { project, env: 'preview' }))
    found.push(...page.map(pagesDeployment));
  return found.filter((each) => isPreviewOf(each, branch));
}

function isPreviewOf({ branch, environment }: PagesDeployment, wanted: string): boolean {
  return branch === wanted && environment === 'preview';
}

interface Listing {
  readonly project: string;
  /** Without it those of all environments. */
  readonly env?: 'preview';
}

/** The deployments page by page, the newest first, as far back as is looked. */
async function* listed(
  { projects, account }: Connection,
  { project, ...more }: Listing,
): AsyncGenerator<readonly Deployment[]> {
  const params = { account_id: account, page: 1, per_page: PAGE_SIZE, ...more };
  let page = await projects.deployments.list(project, params);
  for (let number = 1; number <= FARTHEST_PAGE; number += 1) {
    yield page.result;
    if (!page.hasNextPage()) return;
    page = await page.getNextPage();
  }
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
