import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { compiled, type Removal } from './compiled';
import { endedState, type EndedState } from './ended-state';
import type { Paused, Point } from './killing';
import type { RunEnd } from './run-once';

// Hundreds of processes of half a second each: what only pays off later is left out.
const SHORT_LIVED = ['--no-opt', '--max-semi-space-size=64'];
const MANIFEST = join(__dirname, '../../../../repos.json');

export interface ToldEnd extends RunEnd {
  readonly calls: readonly string[];
  readonly paused: Paused | null;
}

/** A compiled program, the scene that its runs begin from, and what an uninterrupted run calls and leaves. */
export interface Stage {
  readonly program: string;
  readonly root: string;
  readonly scene: string;
  readonly calls: readonly string[];
  readonly wanted: EndedState;
  /** Removes everything again. */
  readonly clear: () => void;
}

export interface StageOptions {
  readonly removals?: readonly Removal[];
  /** `guarded`: the manifest's dev without local checkouts, where what somebody else seems to have changed is not deployed over. */
  readonly manifest?: 'guarded' | 'open';
}

export async function staged({ removals = [], manifest = 'guarded' }: StageOptions = {}): Promise<Stage> {
  const { folder, program } = compiled(removals);
  const root = mkdtempSync(join(tmpdir(), 'convoy-crash-'));
  const clear = (): void => {
    for (const each of [folder, root]) rmSync(each, { recursive: true, force: true });
  };
  try {
    const scene = join(root, 'scene');
    await node(program, 'scene', scene, MANIFEST, manifest);
    const whole = copied({ root, scene });
    const { calls, outcomes } = await finished(program, whole, 'whole');
    if (Object.values(outcomes).some((outcome) => outcome !== 'deployed'))
      throw new TypeError(`the uninterrupted run: ${JSON.stringify(outcomes)}`);
    return { program, root, scene, calls, wanted: endedState(whole), clear };
  } catch (cause) {
    clear();
    throw cause;
  }
}

export function copied({ root, scene }: Pick<Stage, 'root' | 'scene'>): string {
  const folder = mkdtempSync(join(root, 'run-'));
  cpSync(scene, folder, { recursive: true });
  return folder;
}

/** One whole run, in a process of its own. */
export async function finished(program: string, folder: string, id: string): Promise<ToldEnd> {
  await node(program, 'run', folder, id);
  return toldEnd(folder, id);
}

export function toldEnd(folder: string, id: string): ToldEnd {
  return JSON.parse(readFileSync(join(folder, `${id}.json`), 'utf8')) as ToldEnd;
}

/** Starts the run `hit`, which stops itself at a point. */
export function stopped({ program }: Stage, folder: string, { call, when, signal }: Point): ChildProcess {
  return spawn(process.execPath, [...SHORT_LIVED, program, 'run', folder, 'hit', call, when, signal], {
    env: {},
    stdio: 'ignore',
  });
}

async function node(program: string, ...words: string[]): Promise<void> {
  await promisify(execFile)(process.execPath, [...SHORT_LIVED, program, ...words], { env: {} });
}

const KEYS = ['digests', 'verdicts', 'releases', 'open', 'lock', 'effects', 'once'] as const;

/** What is left otherwise than by an uninterrupted run. */
export function unlike(found: EndedState, { wanted }: Stage): string[] {
  return KEYS.flatMap((key) => {
    const [is, was] = [JSON.stringify(found[key]), JSON.stringify(wanted[key])];
    return is === was ? [] : [`${key}: ${is}\n      not ${was}`];
  });
}

/** Tries points, a few at once; tells of each at which something went wrong where that was, what, and how to see it again. */
export async function failing(
  stage: Stage,
  points: readonly Point[],
  trial: (stage: Stage, point: Point) => Promise<string[]>,
): Promise<string[]> {
  const waiting = [...points];
  const wrong: string[] = [];
  const worker = async (): Promise<void> => {
    for (let point = waiting.shift(); point !== undefined; point = waiting.shift()) {
      const found = await trial(stage, point).catch((cause: unknown) => [String(cause)]);
      if (found.length > 0) wrong.push([placeOf(stage, point), ...found, repeatOf(point)].join('\n    '));
    }
  };
  await Promise.all([worker(), worker(), worker()]);
  return wrong;
}

function placeOf({ calls }: Stage, { call, when, signal }: Point): string {
  return `${signal} ${when} call ${calls.indexOf(call) + 1} of ${calls.length}: ${call}`;
}

function repeatOf({ call, when, signal }: Point): string {
  return `again: CONVOY_CRASH_POINT='${signal} ${when} ${call}' NODE_OPTIONS=--experimental-vm-modules npx jest packages/nx-convoy/tests/crash --selectProjects integration`;
}
