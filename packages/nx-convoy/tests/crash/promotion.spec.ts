import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { kill } from 'node:process';
import { manifestOf } from '../fakes/promotion-stage';
import { compiled } from './compiled';
import type { Point } from './killing';
import type { PromotionEnd, PromotionJob } from './promotion-job';
import { PromotionScene, type Typed } from './promotion-scene';

// Promotions over four real bare repositories by processes that really die: at each call that reaches outside, before it takes effect and after it did. Then the same
// command is typed again, or is given up. What is left must be what an uninterrupted one leaves, or what was there before.

jest.setTimeout(30 * 60_000);

const ALL = Number(process.env['CONVOY_TEST_REPEAT'] ?? '10') >= 100;

let compiledFolder: string;
const scenes: PromotionScene[] = [];
let dev: PromotionScene;
let hotfix: PromotionScene;

beforeAll(async () => {
  const made = compiled();
  compiledFolder = made.folder;
  const program = join(dirname(made.program), 'promotion-program.js');
  dev = await PromotionScene.make(program, manifestOf());
  await dev.pin('dev', 'feature/x');
  hotfix = await PromotionScene.make(program, withProduction());
  scenes.push(dev, hotfix);
});
afterAll(() => {
  for (const each of scenes) each.clear();
  rmSync(compiledFolder, { recursive: true, force: true });
});

function withProduction(): object {
  const branches = JSON.stringify(manifestOf()).replace(
    '"preprod":{"branch":"stg"}',
    '"preprod":{"branch":"stg"},"prod":{"branch":"main"}',
  );
  const { environments, repos } = JSON.parse(branches) as { environments: object; repos: object };
  const prod = { account: '111111111111', region: 'eu-west-1', branch: 'main', promotesFrom: 'preprod' };
  return { environments: { ...environments, prod }, repos };
}

function copied(scene: PromotionScene): PromotionScene {
  const copy = scene.copy();
  scenes.push(copy);
  return copy;
}

type Job = Partial<PromotionJob> & { at?: string };

async function ended(scene: PromotionScene, job: Job = {}): Promise<PromotionEnd> {
  const end = await scene.type(job);
  if (end === null) throw new TypeError('it was killed');
  return end;
}

const leftBy = (scene: PromotionScene) => ({
  refs: scene.refs(),
  pins: scene.pins(),
  remembered: scene.remembered(),
});

/** What an uninterrupted command calls, and leaves. */
async function whole(scene: PromotionScene, job: Job = {}) {
  const copy = copied(scene);
  const end = await ended(copy, job);
  expect(end).toMatchObject({ refused: null });
  return { calls: end.calls, left: leftBy(copy) };
}

const around = (call: string): Point[] =>
  (['before', 'after'] as const).map((when) => ({ call, when, signal: 'SIGKILL' }));
const PUSH = / merges\.move /;
const WRITE = / file\.written \["(components|\.convoy\/runs)\//;

/** Around every push and every file that is written; of the calls that only look the first of each kind. */
function pointsOf(calls: readonly string[]): Point[] {
  const kind = (call: string): string => call.split(' ')[1] ?? '';
  const looks = calls.filter((call) => !PUSH.test(call) && !WRITE.test(call));
  const first = looks.filter((call, index) => looks.findIndex((each) => kind(each) === kind(call)) === index);
  return [
    ...calls.filter((call) => PUSH.test(call)).flatMap(around),
    ...calls.filter((call) => WRITE.test(call)).flatMap((call) => around(call).slice(ALL ? 0 : 1)),
    ...(ALL ? looks : first).map((call): Point => ({ call, when: 'before', signal: 'SIGKILL' })),
  ];
}

/** Tries points, two at once; answers what went wrong where. */
async function failing(
  points: readonly Point[],
  trial: (point: Point) => Promise<unknown>,
): Promise<string[]> {
  expect(points.length).toBeGreaterThan(0);
  const waiting = [...points];
  const wrong: string[] = [];
  const worker = async (): Promise<void> => {
    for (let point = waiting.shift(); point !== undefined; point = waiting.shift()) {
      const { when, call } = point;
      await trial(point).catch((cause: unknown) => wrong.push(`${when} ${call}: ${String(cause)}`));
    }
  };
  await Promise.all([worker(), worker()]);
  return wrong;
}

/** Kills the command at a point, types another after it, and holds what is left against what is wanted. */
async function killedThen(
  scene: PromotionScene,
  point: Point,
  { first, then, wanted }: Trial,
): Promise<void> {
  const here = scene.copy();
  try {
    if ((await here.type({ ...first, point })) !== null) throw new TypeError('it was not killed');
    here.later();
    const begun = here.remembered().length > 0;
    const { refused, message } = await ended(here, then);
    const isNothing = then.options !== undefined && !begun;
    if (refused !== (isNothing ? 'CONVOY_NOTHING_INTERRUPTED' : null)) throw new TypeError(message);
    const left = leftBy(here);
    expect(left).toEqual(wanted);
  } finally {
    here.clear();
  }
}
interface Trial {
  readonly first: Job;
  readonly then: Job;
  readonly wanted: ReturnType<typeof leftBy>;
}

it('a promotion killed at any point, around every push and every file, ends by the same command as if nothing had happened', async () => {
  const { calls, left } = await whole(dev);
  expect(calls.filter((call) => PUSH.test(call))).toHaveLength(4);
  expect(calls.filter((call) => WRITE.test(call))).toHaveLength(6);
  expect(left.remembered).toEqual([]);
  const trial = { first: {}, then: {}, wanted: left };
  expect(await failing(pointsOf(calls), (point) => killedThen(dev, point, trial))).toEqual([]);
});

it('a promotion killed around a push or a file is taken back with --abandon: refs and pins of all repositories are as they were', async () => {
  const { calls } = await whole(dev);
  const acts = calls.filter((call) => PUSH.test(call) || WRITE.test(call));
  // The last write is the one by which it is forgotten: after it there is nothing to take back.
  const points = acts.slice(0, -1).flatMap((call) => around(call).slice(ALL ? 0 : 1));
  const trial = { first: {}, then: { options: { abandon: true } }, wanted: leftBy(dev) };
  expect(await failing(points, (point) => killedThen(dev, point, trial))).toEqual([]);
});

it.each(['before', 'after'])(
  'a promotion killed while a remote is at its push (%s it is taken) ends as if nothing had happened',
  async (when) => {
    const { left } = await whole(dev);
    const here = copied(dev);
    const pid = join(here.folder, 'pid');
    here.hook('backend', when === 'before' ? 'pre-receive' : 'post-receive', `kill -9 $(cat '${pid}')`);
    const typed = here.begin();
    here.note('pid', String(typed.pid));
    expect(await typed.ended).toBeNull();
    here.hook('backend', 'pre-receive', null);
    here.hook('backend', 'post-receive', null);
    here.later();
    expect((await ended(here)).message).toContain('goes on where it stopped');
    expect(leftBy(here)).toEqual(left);
  },
);

it('the finish of a hotfix killed around any push ends by the same command as if nothing had happened, or is taken back', async () => {
  const finish = { verb: 'finish' } as const;
  const { calls, left } = await whole(hotfix, finish);
  const pushes = calls.filter((call) => PUSH.test(call)).flatMap((call) => around(call).slice(ALL ? 0 : 1));
  const goesOn = { first: finish, then: finish, wanted: left };
  const back = { first: finish, then: { ...finish, options: { abandon: true } }, wanted: leftBy(hotfix) };
  expect(await failing(pushes, (point) => killedThen(hotfix, point, goesOn))).toEqual([]);
  expect(
    await failing(pushes.slice(0, ALL ? undefined : 2), (point) => killedThen(hotfix, point, back)),
  ).toEqual([]);
});

describe('two people who promote at once', () => {
  it('by the same pins: exactly one wins, nothing of the other is left, and that one goes on from there', async () => {
    const here = copied(dev);
    here.another('there');
    const before = here.refs();
    const ends = await Promise.all([
      ended(here, { run: 'run-a', meets: 'run-b' }),
      ended(here, { run: 'run-b', meets: 'run-a', at: 'there' }),
    ]);
    const refused = ends.map((end) => end.refused);
    expect([...refused].sort()).toEqual(['CONVOY_PUSH_UNDONE', null].sort());
    const [winner, loser] = refused[0] === null ? (['here', 'there'] as const) : (['there', 'here'] as const);
    const run = winner === 'here' ? 'run-a' : 'run-b';
    const refs = here.refs();
    for (const repo of ['infra', 'backend', 'insights', 'front'] as const)
      expect(here.message(repo, repo === 'front' ? 'refs/convoy/preprod/next' : 'stg')).toContain(run);
    expect(Object.keys(refs)).toEqual(
      [...Object.keys(before), 'front refs/convoy/preprod/next'].sort(byRepo),
    );
    expect(here.pins(loser)).toEqual(dev.pins());
    expect(here.remembered(loser)).toEqual([]);
    expect(await ended(here, { at: loser })).toMatchObject({ refused: null });
    expect(here.refs()).toEqual(refs);
    expect(here.pins(loser)).toEqual(here.pins(winner));
    expect((await ended(here, { at: loser })).message).toContain('nothing to promote');
  });

  it('one in the middle of the pushes of the other: it is undone where it meets it, and never takes back what the other pushed', async () => {
    const here = copied(dev);
    here.another('there');
    const call = 'run merges.move ["infra",""] #1';
    const slow = here.begin({ run: 'run-a', point: { call, when: 'after', signal: 'SIGSTOP' } });
    await stoppedAt(slow);
    // The other feature is not in the first repository.
    const other = { run: 'run-b', at: 'there', options: { feature: 'feature/y', via: undefined } };
    for (const repo of ['backend', 'insights'] as const)
      here.commit(repo, 'feature/y', { 'a.txt': 'a', 'x.txt': repo }, [here.remote(repo).head('main') ?? '']);
    expect(await ended(here, other)).toMatchObject({ refused: null });
    const won = here.refs();
    kill(slow.pid, 'SIGCONT');
    const end = await slow.ended;
    expect(end).toMatchObject({ refused: 'CONVOY_PUSH_UNDONE' });
    expect(end?.message).toContain('every repository is as it was');
    expect(here.refs()).toEqual({ ...won, 'infra refs/heads/stg': dev.refs()['infra refs/heads/stg'] });
    expect(here.pins()).toEqual(dev.pins());
  });

  it('where the branch could just be moved forward: the loser does not take the push of the winner for its own', async () => {
    const here = copied(dev);
    expect(await ended(here)).toMatchObject({ refused: null });
    here.another('there');
    // A new promotion of what is already a merge: its head contains that of the branch.
    for (const repo of ['infra', 'backend', 'insights'] as const) {
      const stg = here.remote(repo).head('stg') ?? '';
      here.remote(repo).ref('refs/heads/feature/x', stg);
      here.remote(repo).ref('refs/heads/stg', here.remote(repo).head('main'));
    }
    for (const at of ['here', 'there']) await here.pin('dev', 'feature/x', at);
    for (const at of ['here', 'there']) here.forgetPins('preprod', at);
    const ends = await Promise.all([
      ended(here, { run: 'run-a', meets: 'run-b' }),
      ended(here, { run: 'run-b', meets: 'run-a', at: 'there' }),
    ]);
    const winner = ends[0].refused === null ? 'run-a' : 'run-b';
    expect(ends.map(({ refused }) => refused).sort()).toEqual(['CONVOY_PUSH_UNDONE', null].sort());
    for (const repo of ['infra', 'backend', 'insights'] as const)
      expect(here.message(repo, 'stg')).toContain(`Convoy-Promotion: ${winner}`);
  });
});

const byRepo = (left: string, right: string): number => {
  const order = ['infra', 'backend', 'insights', 'front'];
  const place = (key: string): number => order.indexOf(key.split(' ')[0] ?? '');
  const name = (key: string): string => key.split(' ')[1] ?? '';
  return place(left) - place(right) || (name(left) < name(right) ? -1 : 1);
};

async function stoppedAt({ pid }: Typed): Promise<void> {
  for (const end = Date.now() + 60_000; Date.now() < end;) {
    if (readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.[0] === 'T') return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new TypeError('it never stopped');
}

describe('a promotion that a server refuses in the third of four repositories', () => {
  it('leaves every repository as it was', async () => {
    const here = copied(dev);
    here.hook('insights', 'pre-receive', 'echo "stg is protected" >&2; exit 1');
    const { refused, message } = await ended(here);
    expect(refused).toBe('CONVOY_PUSH_UNDONE');
    expect(message).toContain('insights stg');
    expect(message).toContain('every repository is as it was');
    expect(leftBy(here)).toEqual(leftBy(dev));
  });

  /** A server that takes no way back either, as one does that protects a branch. */
  async function stuck(): Promise<PromotionScene> {
    const here = copied(dev);
    here.hook('insights', 'pre-receive', 'exit 1');
    here.remote('infra').git(['config', 'receive.denyNonFastForwards', 'true']);
    const { message, remedy } = await ended(here);
    expect(message).toMatch(
      /could not be put back:\n {2}infra stg [0-9a-f]{7} → [0-9a-f]{7}: [^]*non-fast-forward/,
    );
    expect(message).not.toContain('  backend stg');
    expect(remedy).toContain('--abandon');
    const stands = here.remote('infra').head('stg');
    expect(stands).not.toBe(dev.remote('infra').head('stg'));
    expect(here.refs()).toEqual({ ...dev.refs(), 'infra refs/heads/stg': stands });
    here.hook('insights', 'pre-receive', null);
    return here;
  }

  it('and that may not go back either: says exactly what stands, and goes on once it may', async () => {
    const here = await stuck();
    expect(await ended(here)).toMatchObject({ refused: null });
    expect(leftBy(here)).toEqual((await whole(dev)).left);
  });

  it('and that may not go back either: is taken back once it may', async () => {
    const here = await stuck();
    here.remote('infra').git(['config', 'receive.denyNonFastForwards', 'false']);
    expect(await ended(here, { options: { abandon: true } })).toMatchObject({ refused: null });
    expect(leftBy(here)).toEqual(leftBy(dev));
  });

  it('and that loses a remote while it goes back: says of which it is not known, and the next one finds out', async () => {
    const here = copied(dev);
    const infra = join(here.remotes, 'infra.git');
    here.hook('insights', 'pre-receive', `mv '${infra}' '${infra}.away'; exit 1`);
    const { message } = await ended(here);
    expect(message).toMatch(/infra stg [0-9a-f]{7} → [0-9a-f]{7}: it cannot be asked where it is/);
    expect(message).not.toContain('every repository is as it was');
    execFileSync('mv', [`${infra}.away`, infra]);
    here.hook('insights', 'pre-receive', null);
    expect(here.remote('infra').head('stg')).not.toBe(dev.remote('infra').head('stg'));
    expect(await ended(here, { options: { abandon: true } })).toMatchObject({ refused: null });
    expect(leftBy(here)).toEqual(leftBy(dev));
  });
});

it('a promotion with a conflict in the third of four repositories changes nothing anywhere', async () => {
  const here = copied(dev);
  here.commit('insights', 'stg', { 'a.txt': 'a', 'x.txt': 'another' });
  const before = leftBy(here);
  const { refused, message } = await ended(here);
  expect(refused).toBe('CONVOY_PROMOTION_REFUSED');
  expect(message).toMatch(/insights: [0-9a-f]{7} conflicts with stg in x\.txt/);
  expect(leftBy(here)).toEqual(before);
});
