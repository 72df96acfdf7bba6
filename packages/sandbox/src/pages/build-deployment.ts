import { spawn } from 'node:child_process';
import { cp, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { StageName, StoredDeployment } from './deployment';
import type { DeploymentStore } from './deployment-store';
import type { PagesOptions, PagesProject } from './pages-options';

const LIMIT_MILLISECONDS = 5 * 60_000;

/** Where a deployment's built files lie. */
export function siteFolder(folder: string, id: string): string {
  return join(folder, 'sites', id);
}

/** Takes a deployment through its stages: clone the commit, run the repository's own build, put `dist` where it is served from. */
export async function buildDeployment(
  deployment: StoredDeployment,
  project: PagesProject,
  store: DeploymentStore,
  options: PagesOptions,
): Promise<void> {
  const checkout = join(options.folder, 'checkouts', deployment.id);
  const stage = (name: StageName, work: () => Promise<void>): Promise<void> =>
    runStage(deployment, name, store, work);
  const run = (argv: readonly string[], folder: string, extra: Record<string, string> = {}): Promise<void> =>
    runProgram(argv, folder, { ...options.environment, ...extra }, (line) =>
      deployment.log.push({ ts: new Date().toISOString(), line }),
    );
  try {
    await stage('queued', async () => undefined);
    await stage('initialize', async () => void (await mkdir(checkout, { recursive: true })));
    await stage('clone_repo', async () => {
      await run(
        [
          'git',
          '-c',
          'core.hooksPath=/dev/null',
          'clone',
          '--quiet',
          '--no-checkout',
          '--',
          project.remote,
          '.',
        ],
        checkout,
      );
      await run(
        ['git', '-c', 'core.hooksPath=/dev/null', 'checkout', '--quiet', '--detach', deployment.commit],
        checkout,
      );
    });
    await stage('build', () => run(['npm', 'run', 'build'], checkout, buildVariables(deployment, project)));
    await stage('deploy', async () => {
      await mkdir(join(options.folder, 'sites'), { recursive: true });
      await cp(join(checkout, 'dist'), `${siteFolder(options.folder, deployment.id)}.tmp`, {
        recursive: true,
      });
      await rename(
        `${siteFolder(options.folder, deployment.id)}.tmp`,
        siteFolder(options.folder, deployment.id),
      );
    });
    if (deployment.branch === project.productionBranch) await store.rollBack(project.name, null);
    options.say(`pages: ${deployment.branch} ${deployment.commit.slice(0, 7)} deployed`);
  } catch (cause) {
    options.say(
      `pages: ${deployment.branch} ${deployment.commit.slice(0, 7)} failed: ${cause instanceof Error ? cause.message : String(cause)}`,
    );
  } finally {
    await rm(checkout, { recursive: true, force: true });
  }
}

/** What Cloudflare sets for a build. */
function buildVariables(deployment: StoredDeployment, project: PagesProject): Record<string, string> {
  return {
    CI: 'true',
    CF_PAGES: '1',
    CF_PAGES_BRANCH: deployment.branch,
    CF_PAGES_COMMIT_SHA: deployment.commit,
    CF_PAGES_URL: `https://${deployment.id.slice(0, 8)}.${project.name}.pages.dev`,
  };
}

async function runStage(
  deployment: StoredDeployment,
  name: StageName,
  store: DeploymentStore,
  work: () => Promise<void>,
): Promise<void> {
  const stage = deployment.stages.find((each) => each.name === name);
  if (stage === undefined) throw new TypeError(`no stage ${name}`);
  stage.status = 'active';
  stage.startedOn = new Date().toISOString();
  try {
    await work();
    stage.status = 'success';
  } catch (cause) {
    stage.status = 'failure';
    deployment.log.push({
      ts: new Date().toISOString(),
      line: cause instanceof Error ? cause.message : String(cause),
    });
    throw cause;
  } finally {
    stage.endedOn = new Date().toISOString();
    deployment.modifiedOn = stage.endedOn;
    await store.save();
  }
}

function runProgram(
  argv: readonly string[],
  cwd: string,
  env: Record<string, string>,
  onLine: (line: string) => void,
): Promise<void> {
  const [command = '', ...words] = argv;
  return new Promise((resolve, reject) => {
    const child = spawn(command, words, {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: LIMIT_MILLISECONDS,
      killSignal: 'SIGKILL',
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (text: string) =>
        text
          .split('\n')
          .filter((line) => line !== '')
          .forEach(onLine),
      );
    }
    child.on('error', reject);
    child.on('close', (code, signal) =>
      code === 0
        ? resolve()
        : reject(new TypeError(`${argv.join(' ')} ended with ${signal ?? String(code)}`)),
    );
  });
}
