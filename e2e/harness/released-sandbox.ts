import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { copyWorkspace } from './copy-workspace';
import { keepInstalled, restoreInstalled } from './installed';
import { KeptReleases } from './kept-release';
import { IN_ONE_PROCESS, runNx, type NxRun } from './run-nx';

/**
 * Begins a story in a place with environments released already, as they are when nothing is kept and all is deployed there; what is kept only
 * saves the time. The sandbox is up afterwards.
 */
export async function beginReleased(place: string, environments: readonly string[]): Promise<void> {
  const kept = new KeptReleases();
  if (!kept.has(environments)) await make(kept, place, environments);
  if (await resume(kept, place, environments)) return;
  // Its ports are taken by now, or something tore it: the next one has other ports.
  await kept.drop(environments);
  await make(kept, place, environments);
  if (!(await resume(kept, place, environments)))
    throw new TypeError(`what was kept of ${environments.join(' and ')} does not come up`);
}

const nx = (place: string, words: string[]): Promise<NxRun> => runNx(place, words, IN_ONE_PROCESS);

/** Whether what is kept came up as it was kept. */
async function resume(kept: KeptReleases, place: string, environments: readonly string[]): Promise<boolean> {
  await clearPlace(place);
  await kept.copyTo(place, environments);
  restoreInstalled(place);
  const up = await nx(place, ['run', 'sandbox:up']);
  // A sandbox that lost something starts all over, and that is no failure of `up`.
  return up.code === 0 && environments.every((each) => isReleased(place, each));
}

async function make(kept: KeptReleases, place: string, environments: readonly string[]): Promise<void> {
  const last = environments.at(-1);
  if (last === undefined) throw new TypeError('no environment to release');
  const earlier = environments.slice(0, -1);
  if (earlier.length > 0) await beginReleased(place, earlier);
  else await beginEmpty(place);
  mustDo(await nx(place, ['run-many', '-t', 'deploy', `--configuration=${last}`]), 'released in ');
  mustDo(await nx(place, ['run', 'sandbox:down']), 'AWS emulator: stopped');
  keepInstalled(place);
  await kept.keep(environments, place);
}

async function beginEmpty(place: string): Promise<void> {
  await clearPlace(place);
  copyWorkspace('package', place);
  restoreInstalled(place);
  mustDo(await nx(place, ['run', 'sandbox:up']), '');
}

/** Ends and removes what is in a place, a killed test run's sandbox too. */
export async function clearPlace(place: string): Promise<void> {
  if (isUp(place)) await nx(place, ['run', 'sandbox:down']);
  keepInstalled(place);
  await rm(place, { recursive: true, force: true, maxRetries: 3 });
}

function isUp(place: string): boolean {
  const file = join(place, '.convoy', 'sandbox.json');
  if (!existsSync(file)) return false;
  const { processes } = JSON.parse(readFileSync(file, 'utf8')) as { processes: object };
  return Object.keys(processes).length > 0;
}

function isReleased(place: string, environment: string): boolean {
  const ledger = join(place, '.convoy', 'sandbox', 'remotes', 'ledger.git');
  const words = ['rev-parse', '--verify', '--quiet', `refs/heads/deployments/${environment}`];
  return spawnSync('git', words, { cwd: ledger, stdio: 'ignore' }).status === 0;
}

function mustDo({ code, output }: NxRun, saying: string): void {
  if (code !== 0 || !output.includes(saying)) throw new TypeError(output);
}
