import { FakeWorld, order } from '../../tests/fakes/fake-world';
import { commit, NOON, pin, resolvedComponent } from '../../tests/fakes/values';
import { alarm } from '../../tests/fakes/values-of-alarm';
import type { Alarm } from '../model/alarm';
import type { Check } from '../model/resolved-component';
import type { CheckResult } from '../model/verdict';
import type { OutputValues } from './outputs';
import { verifyLive } from './verify-live';

const stack: Check = { kind: 'stack', stack: 'main' };
const page = (url: string): Check => ({
  kind: 'http',
  url,
  method: 'GET',
  status: 200,
  bearer: null,
  json: null,
  contains: null,
  version: null,
});
const verified = (
  world: FakeWorld,
  checks: Check[],
  outputs: OutputValues = {},
  alarms: Alarm[] = [],
): Promise<CheckResult[]> =>
  verifyLive(order({ component: resolvedComponent({ checks, alarms }) }), outputs, world);

describe('verifyLive', () => {
  it('passes at once where the first answer is the wanted one', async () => {
    const world = new FakeWorld();
    world.aws.putStack('main');
    expect(await verified(world, [stack])).toEqual([
      { name: 'stack main', verdict: 'passed', milliseconds: 0, evidence: 'CREATE_COMPLETE' },
    ]);
  });

  it('asks again until an answer becomes the wanted one', async () => {
    const world = new FakeWorld();
    let answers = 0;
    world.sites.site('api.test', () => ({ status: ++answers < 5 ? 502 : 200 }));
    expect(await verified(world, [page('https://api.test/')])).toMatchObject([
      { verdict: 'passed', milliseconds: 4_000 },
    ]);
  });

  it('gives the verdict of the last answer when its time is up', async () => {
    const world = new FakeWorld();
    world.sites.site('api.test', () => ({ status: 502 }));
    expect(await verified(world, [page('https://api.test/')])).toMatchObject([
      { verdict: 'failed', milliseconds: 30_000 },
    ]);
    expect(world.sites.requests).toHaveLength(31);
  });

  it('gives a check the time that it asks for, and no more', async () => {
    const world = new FakeWorld();
    world.sites.site('api.test', () => ({ status: 502 }));
    const checks = [{ ...page('https://api.test/'), withinSeconds: 5 }];
    expect(await verified(world, checks)).toMatchObject([{ verdict: 'failed', milliseconds: 5_000 }]);
  });

  it('asks an alarm once: it looks at minutes, and seconds later it is no other', async () => {
    const world = new FakeWorld();
    const [judged] = await verified(world, [{ kind: 'alarms' }], {}, [alarm()]);
    expect(judged).toMatchObject({ verdict: 'failed', milliseconds: 0 });
  });

  it('says which checks are optional', async () => {
    const world = new FakeWorld();
    const [optional, other] = await verified(world, [{ ...stack, optional: true }, stack]);
    expect([optional?.optional, other?.optional]).toEqual([true, undefined]);
  });

  it('asks side by side: the slowest check takes the time', async () => {
    const world = new FakeWorld();
    world.sites.site('one.test', () => ({ status: 502 }));
    world.sites.site('two.test', () => ({ status: 502 }));
    await verified(world, [page('https://one.test/'), page('https://two.test/'), stack]);
    expect(Date.parse(world.time.now()) - Date.parse(NOON)).toBe(30_000);
  });

  it('runs a command once: it has a time limit of its own', async () => {
    const world = new FakeWorld();
    world.program = () => ({ code: 1 });
    const command = { argv: ['npm', 'run', 'smoke'], in: '.', timeoutSeconds: 60 };
    expect(await verified(world, [{ kind: 'run', command }])).toMatchObject([{ verdict: 'failed' }]);
    expect(world.programs.requests).toHaveLength(1);
  });

  it('is inconclusive where the provider cannot be asked, and goes on asking', async () => {
    const world = new FakeWorld();
    const asking = jest.spyOn(world.aws, 'stack').mockRejectedValue(new Error('throttled'));
    expect(await verified(world, [stack])).toMatchObject([
      { verdict: 'inconclusive', evidence: 'throttled', remedy: 'verify again when the provider answers' },
    ]);
    expect(asking.mock.calls.length).toBeGreaterThan(20);
  });

  it('throws a bug of ours on', async () => {
    const world = new FakeWorld();
    jest.spyOn(world.aws, 'stack').mockRejectedValue(new TypeError('a bug'));
    await expect(verified(world, [stack])).rejects.toThrow(TypeError);
  });

  it('does not ask again when it is interrupted', async () => {
    const world = new FakeWorld();
    world.interrupt();
    await verified(world, [stack]);
    expect(world.calls).toEqual(['cloud.stack']);
  });

  it('fills in what components yielded, and is inconclusive where one is not known', async () => {
    const world = new FakeWorld();
    world.sites.site('api.test', () => ({}));
    const checks = [page('{outputs.backend.endpoint}/health'), page('{outputs.other.endpoint}/')];
    const found = await verified(world, checks, { backend: { endpoint: 'https://api.test' } });
    expect(found).toMatchObject([
      { name: 'GET https://api.test/health → 200', verdict: 'passed' },
      { verdict: 'inconclusive', evidence: '{outputs.other.endpoint}/ is not known yet' },
    ]);
  });
});

describe('the check of a hotfix', () => {
  const check: Check = { ...stack, hotfix: 'fire' };
  const BRANCH = 'hotfix/fire';

  /** The hotfix is `c`, beside `b`, and `d` is a merge of it. */
  function stage(): FakeWorld {
    const world = new FakeWorld();
    world.aws.putStack('main');
    world.addCommit('c', { parents: ['a'] });
    world.addCommit('d', { parents: ['b', 'c'], subject: `hotfix: ${BRANCH} to main` });
    world.moveBranch(BRANCH, commit('c'));
    return world;
  }
  const asked = async (world: FakeWorld, pinned = pin()): Promise<CheckResult | undefined> => {
    const component = resolvedComponent({ checks: [check] });
    return (await verifyLive(order({ component, pin: pinned }), {}, world))[0];
  };

  it.each([
    ['its branch is pinned', pin('c', { ref: BRANCH }), 'c'],
    ['a merge of it is pinned, whatever became of its branch', pin('d'), null],
    ['what is pinned has the head of its branch', pin('b'), 'a'],
  ])('is asked where %s', async (_where, pinned, head) => {
    const world = stage();
    if (head === null) world.remote.refs.delete(`refs/heads/${BRANCH}`);
    else world.moveBranch(BRANCH, commit(head));
    expect(await asked(world, pinned)).toMatchObject({ verdict: 'passed' });
  });

  it.each([
    ['has not come yet', 'c'],
    ['was rolled back, and its branch is gone', null],
  ])('is not run where the hotfix %s', async (_where, head) => {
    const world = stage();
    if (head === null) world.remote.refs.delete(`refs/heads/${BRANCH}`);
    expect(await asked(world)).toMatchObject({ notRun: true, evidence: 'hotfix/fire is not in bbbbbbb' });
    expect(world.calls).not.toContain('cloud.stack');
  });

  it('is inconclusive, and no pass, where that cannot be told', async () => {
    const world = stage();
    world.remote.away = true;
    const result = await asked(world);
    expect(result?.verdict).toBe('inconclusive');
    expect(result).not.toHaveProperty('notRun');
  });
});
