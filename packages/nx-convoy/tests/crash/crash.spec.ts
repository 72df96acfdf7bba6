import type { Removal } from './compiled';
import type { Point } from './killing';
import { failing, staged, type Stage } from './stage';
import { afterKill, afterPause } from './trials';

// The run of the seed graph is killed at every call that reaches outside, before it takes effect and after it did, in a process of its own
// that really dies. Then the same command is typed again. What is left must be what an uninterrupted run leaves.

jest.setTimeout(60 * 60_000);

const ALL = Number(process.env['CONVOY_TEST_REPEAT'] ?? '10') >= 100;
/** `<signal> <when> <call>`, as a failing point tells it: only this one is tried. */
const ONLY = process.env['CONVOY_CRASH_POINT'];

const stages: Stage[] = [];
let stage: Stage;

beforeAll(async () => {
  stage = await onStage({});
});
afterAll(() => {
  for (const each of stages) each.clear();
});

async function onStage(options: Parameters<typeof staged>[0]): Promise<Stage> {
  const made = await staged(options);
  stages.push(made);
  return made;
}

const methodOf = (call: string): string => call.split(' ')[1] ?? '';
const kindOf = (call: string): string => /^\S+ (ledger\.append \["[^"]*","\S+|\S+)/.exec(call)?.[1] ?? '';
const kills = (call: string): Point[] =>
  (['before', 'after'] as const).map((when) => ({ call, when, signal: 'SIGKILL' }));
const chosen = (points: readonly Point[]): Point[] =>
  points.filter(({ call, when, signal }) => ONLY === undefined || ONLY === `${signal} ${when} ${call}`);

/** One call of every kind; of the kinds one after the other the first, the second and so on, so that every component has its turn. */
function stride(calls: readonly string[]): string[] {
  const kinds = new Map<string, string[]>();
  // The lease itself is of this machine, and the end of a stack is the beginning of its code.
  const reaching = calls.filter((call) => !/^(lease\.|provider\.code)/.test(methodOf(call)));
  for (const call of [...reaching].sort())
    kinds.set(kindOf(call), [...(kinds.get(kindOf(call)) ?? []), call]);
  return [...kinds.values()].flatMap((alike, index) => alike[(index * 7) % alike.length] ?? []);
}

it('a run of the seed graph makes hundreds of calls', () => {
  expect(stage.calls.length).toBeGreaterThan(200);
  expect(new Set(stage.calls).size).toBe(stage.calls.length);
  if (ONLY !== undefined) expect(stage.calls.map((call) => ONLY.endsWith(` ${call}`))).toContain(true);
  expect(stage.wanted).toMatchObject({ open: [], lock: null, releases: 2 });
});

it('killed at any call, before or after it took effect, the same command ends as if nothing had happened', async () => {
  const points = (ALL || ONLY !== undefined ? stage.calls : stride(stage.calls)).flatMap(kills);
  expect(await failing(stage, chosen(points), afterKill)).toEqual([]);
});

it('so it does where local checkouts are allowed', async () => {
  const open = await onStage({ manifest: 'open' });
  const calls = ALL
    ? open.calls
    : open.calls.filter((call) => /^ledger\.append$/.test(methodOf(call))).slice(0, 3);
  expect(await failing(open, chosen(calls.flatMap(kills)), afterKill)).toEqual([]);
});

/** Around each write of the ledger, before a step begins, and after it ended. */
function pauses(calls: readonly string[]): Point[] {
  return calls.flatMap((call) => {
    const both = /^ledger\.(append|close)$/.test(methodOf(call));
    const before = both || methodOf(call) === 'lease.confirm';
    const after = both || /^(shell\.run|repos\.push|cloud\.(publishVersion|moveAlias))$/.test(methodOf(call));
    return [
      ...(before ? [{ call, when: 'before', signal: 'SIGSTOP' } as const] : []),
      ...(after ? [{ call, when: 'after', signal: 'SIGSTOP' } as const] : []),
    ];
  });
}

it('a run that is paused past its lease writes nothing and starts no step once another run took over', async () => {
  const points = pauses([...stage.calls].sort());
  const some = ALL || ONLY !== undefined ? points : points.filter((_point, index) => index % 5 === 0);
  expect(await failing(stage, chosen(some), afterPause)).toEqual([]);
});

(ONLY === undefined ? describe : describe.skip)('the suite turns red without', () => {
  /** Of all points those where it must show. */
  const decisive = (points: readonly Point[], when: Point['when']): Point[] =>
    points.filter((point) => ALL || point.when === when);
  const killed = (stage: Stage, pattern: RegExp) => ({
    trial: afterKill,
    points: decisive(stage.calls.filter((call) => pattern.test(call)).flatMap(kills), 'after'),
  });
  const paused = (stage: Stage, pattern: RegExp, when: Point['when']) => ({
    trial: afterPause,
    points: decisive(pauses(stage.calls.filter((call) => pattern.test(call))), when),
  });
  const STARTED: Removal = {
    file: 'flows/perform.ts',
    text: /await world\.ledger\.append\(environment, \[\s*await startedEntry\([^)]*\)\s*\], token\);/,
    by: '',
  };
  const CONFIRM: Removal = {
    file: 'flows/steps/confirm-lease.ts',
    text: /await world\.lease\.confirm\([^)]*\);/,
    by: '',
  };
  const TOKEN: Removal = {
    file: 'fakes/fake-ledger.ts',
    text: /if \(holder\?\.token !== token\) \{/,
    by: 'if (false) {',
  };
  const RECONCILE: Removal = { file: 'flows/read-facts.ts', text: /look === 'now' \?/, by: 'true ?' };

  it.each<[string, Removal[], (stage: Stage) => ReturnType<typeof killed>, RegExp]>([
    [
      'the entry before the first effect',
      [STARTED],
      (at) => killed(at, ALL ? / shell\.run / : /backend shell\.run /),
      /CONVOY_STACK_BUSY/,
    ],
    [
      'the reconciling of an attempt that did not end',
      [RECONCILE],
      (at) => killed(at, ALL ? / shell\.run / : /backend shell\.run /),
      /CONVOY_STACK_BUSY/,
    ],
    [
      'the proof of the lock before a step',
      [CONFIRM],
      (at) => paused(at, ALL ? / ledger\.append .*started/ : /backend ledger\.append .*started/, 'after'),
      /it began a step/,
    ],
    [
      'the token of the ledger',
      [TOKEN],
      (at) => paused(at, ALL ? / ledger\.append / : /backend ledger\.append .*receipt/, 'before'),
      /it wrote to the ledger/,
    ],
  ])('%s', async (_what, removals, trialOf, reason) => {
    // The same points pass with everything in its place: only the removal makes the difference.
    const whole = trialOf(stage);
    expect(whole.points.length).toBeGreaterThan(0);
    expect(await failing(stage, whole.points, whole.trial)).toEqual([]);
    const without = await onStage({ removals });
    const { points, trial } = trialOf(without);
    const wrong = await failing(without, points, trial);
    expect(wrong.join('\n')).toMatch(reason);
  });
});
