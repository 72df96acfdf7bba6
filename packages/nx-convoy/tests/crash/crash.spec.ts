import { execFile, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kill } from 'node:process';
import { promisify } from 'node:util';
import { compiled, type Removal } from './compiled';
import { endedState, type EndedState } from './ended-state';
import type { Point } from './killing';
import type { RunEnd } from './run-once';

// The run of the seed graph is killed at every call that reaches outside, before it takes effect and after it did, in a process of its own
// that really dies. Then the same command is typed again. What is left must be what an uninterrupted run leaves.

jest.setTimeout(60 * 60_000);

const MANIFEST = join(__dirname, '../../../../repos.json');
const ALL = Number(process.env['CONVOY_TEST_REPEAT'] ?? '10') >= 100;
const AT_ONCE = 3;

interface Stage {
  readonly program: string;
  readonly scene: string;
  readonly calls: readonly string[];
  readonly wanted: EndedState;
}

const folders: string[] = [];
let root: string;
let stage: Stage;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'convoy-crash-'));
  folders.push(root);
  stage = await staged([]);
});
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

async function staged(removals: readonly Removal[]): Promise<Stage> {
  const { folder, program } = compiled(removals);
  folders.push(folder);
  const scene = mkdtempSync(join(root, 'scene-'));
  await node(program, 'scene', scene, MANIFEST);
  const whole = copied(scene);
  const { calls, outcomes } = await finished(program, whole, 'whole');
  if (Object.values(outcomes).some((outcome) => outcome !== 'deployed'))
    throw new TypeError(`the uninterrupted run: ${JSON.stringify(outcomes)}`);
  return { program, scene, calls, wanted: endedState(whole) };
}

function copied(scene: string): string {
  const folder = mkdtempSync(join(root, 'run-'));
  cpSync(scene, folder, { recursive: true });
  return folder;
}

async function node(program: string, ...words: string[]): Promise<void> {
  await promisify(execFile)(process.execPath, [program, ...words], { env: {} });
}

async function finished(program: string, folder: string, id: string): Promise<RunEnd & { calls: string[] }> {
  await node(program, 'run', folder, id);
  return JSON.parse(readFileSync(join(folder, `${id}.json`), 'utf8')) as RunEnd & { calls: string[] };
}

/** Starts a run that is stopped at a point; answers when it is. */
function stopped({ program }: Stage, folder: string, point: Point) {
  const { number, when, signal } = point;
  return spawn(process.execPath, [program, 'run', folder, 'hit', String(number), when, signal], {
    env: {},
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

/** What the state after kill and resume has otherwise than that of an uninterrupted run; none: all is well. */
async function differences(at: Stage, point: Point): Promise<string[]> {
  const folder = copied(at.scene);
  const child = stopped(at, folder, point);
  const signal = await new Promise((resolve) => child.on('exit', (_code, by) => resolve(by)));
  if (signal !== 'SIGKILL') return [`it was not killed: ${String(signal)}`];
  const between = endedState(folder);
  const { outcomes, refused } = await finished(at.program, folder, 'resumed');
  const found = endedState(folder);
  rmSync(folder, { recursive: true, force: true });
  const wrong: string[] = refused === null ? [] : [`refused: ${refused}`];
  for (const key of ['digests', 'verdicts', 'releases', 'open', 'lock', 'effects', 'once'] as const) {
    const [is, was] = [JSON.stringify(found[key]), JSON.stringify(at.wanted[key])];
    if (is !== was) wrong.push(`${key}: ${is}\n      not ${was}`);
  }
  for (const [name, run] of Object.entries(between.verifiedBy))
    if (run === 'hit' && found.verifiedBy[name] !== 'hit')
      wrong.push(`${name} was verified and is deployed again: ${outcomes[name] ?? ''}`);
  return wrong;
}

async function failing(at: Stage, points: readonly Point[]): Promise<string[]> {
  const open = [...points];
  const wrong: string[] = [];
  const worker = async (): Promise<void> => {
    for (let point = open.shift(); point !== undefined; point = open.shift()) {
      const found = await differences(at, point);
      if (found.length === 0) continue;
      const place = `${point.number} ${point.when} ${at.calls[point.number - 1] ?? ''}`;
      const repeat = `node ${at.program} run <copy of ${at.scene}> hit ${point.number} ${point.when} SIGKILL`;
      wrong.push([place, ...found.map((line) => `    ${line}`), `    ${repeat}`].join('\n'));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return wrong;
}

const both = (number: number): Point[] =>
  (['before', 'after'] as const).map((when) => ({ number, when, signal: 'SIGKILL' }));
const methodOf = (call: string): string => call.split(' ')[0] ?? '';

/** All points, or a fixed stride with at least one of every kind of call. */
function pointsOf({ calls }: Stage): Point[] {
  if (ALL) return calls.flatMap((_call, index) => both(index + 1));
  const kinds = new Map<string, number>();
  calls.forEach((call, index) => kinds.set(methodOf(call), index + 1));
  const writes = calls.flatMap((call, index) =>
    /^(ledger\.(append|close)|shell|repos\.push)/.test(call) ? [index + 1] : [],
  );
  return [...new Set([...kinds.values(), ...writes.filter((_number, index) => index % 3 === 0)])].flatMap(
    both,
  );
}

it('a run of the seed graph makes hundreds of calls', () => {
  expect(stage.calls.length).toBeGreaterThan(150);
  expect(stage.wanted).toMatchObject({ open: [], lock: null, releases: 2 });
});

it('killed at any call, before or after it took effect, the same command ends as if nothing had happened', async () => {
  expect(await failing(stage, pointsOf(stage))).toEqual([]);
});

describe('a run that is paused past its lease', () => {
  /** Around each write of the ledger: that is where it would notice last. */
  const places = (): Point[] => {
    const appends = stage.calls.flatMap((call, index) =>
      call.startsWith('ledger.append') ? [index + 1] : [],
    );
    const chosen = ALL ? appends : appends.filter((_number, index) => index % 4 === 0);
    return chosen.flatMap((number) =>
      both(number).map((point) => ({ ...point, signal: 'SIGSTOP' as const })),
    );
  };

  it('writes nothing and starts no step once another run took over', async () => {
    const wrong: string[] = [];
    for (const point of places()) wrong.push(...(await afterPause(stage, point)));
    expect(wrong).toEqual([]);
  });
});

/** What the paused run did after the other one had ended. */
async function afterPause(at: Stage, point: Point): Promise<string[]> {
  const folder = copied(at.scene);
  const child = stopped(at, folder, point);
  const ended = new Promise((resolve) => child.on('exit', resolve));
  try {
    await untilStopped(child.pid ?? 0);
    const { refused } = await finished(at.program, folder, 'other');
    const before = endedState(folder);
    kill(child.pid ?? 0, 'SIGCONT');
    await ended;
    const after = endedState(folder);
    const same =
      JSON.stringify([before.messages, before.once, before.effects]) ===
      JSON.stringify([after.messages, after.once, after.effects]);
    if (same && refused === null) return [];
    return [
      `${point.number} ${point.when} ${at.calls[point.number - 1] ?? ''}: ${refused ?? JSON.stringify([after.messages[0], after.effects.filter((each) => !before.effects.includes(each))])}`,
    ];
  } finally {
    child.kill('SIGKILL');
  }
}

async function untilStopped(pid: number): Promise<void> {
  for (const end = Date.now() + 20_000; Date.now() < end;) {
    const state = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.[0];
    if (state === 'T') return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new TypeError('it never stopped');
}

describe('the suite turns red without', () => {
  it.each<[string, Removal, string]>([
    [
      'the entry before the first effect',
      {
        file: 'flows/perform.ts',
        text: /await world\.ledger\.append\(environment, \[\s*await startedEntry\([^)]*\)\s*\], token\);/,
        by: '',
      },
      'shell.run',
    ],
    [
      'the reconciling of an attempt that did not end',
      {
        file: 'flows/read-facts.ts',
        text: /look === 'now' \?/,
        by: 'true ?',
      },
      'shell.run',
    ],
  ])('%s', async (_what, removal, method) => {
    const without = await staged([removal]);
    const points = without.calls.flatMap((call, index) => (methodOf(call) === method ? both(index + 1) : []));
    expect((await failing(without, points)).length).toBeGreaterThan(0);
  });

  it('the fencing', async () => {
    const without = await staged([
      { file: 'flows/perform-steps.ts', text: /await world\.lease\.confirm\([^)]*\);/, by: '' },
      { file: 'fakes/fake-ledger.ts', text: /if \(holder\?\.token !== token\) \{/, by: 'if (false) {' },
    ]);
    const appends = without.calls.flatMap((call, index) =>
      call.startsWith('ledger.append') ? [index + 1] : [],
    );
    const found = await Promise.all(
      appends.slice(0, 3).map((number) => afterPause(without, { number, when: 'after', signal: 'SIGSTOP' })),
    );
    expect(found.flat().length).toBeGreaterThan(0);
  });
});
