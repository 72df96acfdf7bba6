import { FakeWorld, order } from '../../tests/fakes/fake-world';
import { NOON, resolvedComponent } from '../../tests/fakes/values';
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
