import { cp, mkdir, rename, rm, stat } from 'node:fs/promises';
import { platform } from 'node:os';
import { dirname, join } from 'node:path';
import { SandboxError } from '../sandbox-error';
import { endStage, type StageName, type StoredDeployment, writeLog } from './deployment';
import type { DeploymentStore } from './deployment-store';
import { deploymentAddress } from './describe-deployment';
import type { PagesOptions, PagesProject } from './pages-options';
import { runProgram } from './run-program';
import { siteFolder } from './site-folder';

export interface BuildOrder {
  readonly deployment: StoredDeployment;
  readonly project: PagesProject;
  readonly store: DeploymentStore;
  readonly options: PagesOptions;
  /** Ends the build; the deployment stays as it is, and the next start builds it again. */
  readonly signal: AbortSignal;
  readonly mustFail: boolean;
}

const FIVE_MINUTES = 300_000;
// Hooks of whoever runs the sandbox must not run in its checkouts.
const git = ['git', '-c', 'core.hooksPath=/dev/null', '-c', 'advice.detachedHead=false'];
const npm = platform() === 'win32' ? ['cmd.exe', '/d', '/s', '/c', 'npm'] : ['npm'];

/** Takes a deployment through its stages: clone the commit, run the repository's own build, put `dist` where it is served from. */
export async function buildDeployment(order: BuildOrder): Promise<void> {
  const { deployment, project, store, options, signal } = order;
  const checkout = join(options.folder, 'checkouts', deployment.id);
  const name = `pages: ${project.name} ${deployment.branch} ${deployment.commit.slice(0, 7)}`;
  try {
    await runStage(order, 'queued', async () => undefined);
    await runStage(order, 'initialize', async () => {
      await mkdir(checkout, { recursive: true });
    });
    await runStage(order, 'clone_repo', () => clone(order, checkout));
    await runStage(order, 'build', () => build(order, checkout));
    await runStage(order, 'deploy', () => publish(order, join(checkout, 'dist')));
    if (deployment.branch === project.productionBranch) await store.rollBack(project.name, null);
    options.say(`${name} is served at ${deploymentAddress(deployment)}`);
  } catch (cause) {
    if (signal.aborted) await rm(siteFolder(options.folder, deployment.id), { recursive: true, force: true });
    options.say(`${name} ${signal.aborted ? 'was interrupted' : `failed: ${messageOf(cause)}`}`);
  } finally {
    await rm(checkout, { recursive: true, force: true });
  }
}

async function runStage(order: BuildOrder, stage: StageName, work: () => Promise<void>): Promise<void> {
  const { deployment, store, signal } = order;
  try {
    await work();
    signal.throwIfAborted();
    endStage(deployment, stage, 'success');
  } catch (cause) {
    if (signal.aborted) throw cause;
    writeLog(deployment, `Failed: ${messageOf(cause)}`);
    endStage(deployment, stage, 'failure');
    throw cause;
  } finally {
    delete deployment.builder;
    await store.save();
  }
}

async function clone(order: BuildOrder, checkout: string): Promise<void> {
  const { remote } = order.project;
  await run(order, checkout, [...git, 'clone', '--quiet', '--template=', '--no-checkout', '--', remote, '.']);
  await run(order, checkout, [...git, 'checkout', '--quiet', '--detach', order.deployment.commit]);
}

async function build(order: BuildOrder, checkout: string): Promise<void> {
  if (order.mustFail) throw new SandboxError('a failure was asked for', 'The next build of the branch runs.');
  await run(order, checkout, [...npm, 'run', 'build']);
  const found = await stat(join(checkout, 'dist')).catch(() => undefined);
  if (found?.isDirectory() !== true) {
    throw new SandboxError('Output directory "dist" not found.', 'npm run build has to write it.');
  }
}

/** The folder appears whole or not at all. */
async function publish({ deployment, options }: BuildOrder, dist: string): Promise<void> {
  const site = siteFolder(options.folder, deployment.id);
  await mkdir(dirname(site), { recursive: true });
  for (const leftover of [site, `${site}.tmp`]) await rm(leftover, { recursive: true, force: true });
  await cp(dist, `${site}.tmp`, { recursive: true, verbatimSymlinks: true });
  await rename(`${site}.tmp`, site);
}

async function run(order: BuildOrder, folder: string, argv: readonly string[]): Promise<void> {
  const { deployment, options, store, signal } = order;
  writeLog(deployment, `Executing: ${argv.join(' ')}`);
  await runProgram({
    argv,
    folder,
    environment: { ...options.environment, ...buildVariables(deployment) },
    limit: options.buildLimit ?? FIVE_MINUTES,
    signal,
    onLine: (line) => writeLog(deployment, line),
    onStart: async (builder) => {
      deployment.builder = builder;
      await store.save();
    },
  });
}

/** What Cloudflare sets for a build. */
function buildVariables(deployment: StoredDeployment): Record<string, string> {
  return {
    CI: 'true',
    CF_PAGES: '1',
    CF_PAGES_BRANCH: deployment.branch,
    CF_PAGES_COMMIT_SHA: deployment.commit,
    CF_PAGES_URL: deploymentAddress(deployment),
  };
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
