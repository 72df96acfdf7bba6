import { FakeWorld } from '../../tests/fakes/fake-world';
import { NOON, resolvedComponent } from '../../tests/fakes/values';
import { logGroups } from '../decide/logs/log-groups';
import { providerFailed } from '../model/provider-failed';
import { followLogs, type Following } from './follow-logs';
import { withErrorLogs } from './with-error-logs';

const noon = Date.parse(NOON);
const observing = (name: string, ...functions: string[]) =>
  resolvedComponent({
    name,
    observes: {
      stacks: [],
      layers: [],
      functions: functions.map((each) => ({ name: each, alias: null, layers: [] })),
    },
  });
const api = observing('api', 'api');
const worker = observing('worker', 'worker');
const groups = logGroups([api, worker]);

/** Follows for a time of the virtual clock; `later` puts lines while it follows. */
async function followed(
  world: FakeWorld,
  milliseconds: number,
  change: Partial<Following> = {},
): Promise<string[]> {
  const goesOn = (): boolean => Date.parse(world.time.now()) < noon + milliseconds && !world.interrupted();
  await followLogs({ groups, since: noon, filter: null, errorsOnly: false, goesOn, ...change }, world);
  return world.lines;
}

describe('following logs', () => {
  it('shows the lines of all groups as one, with component and time, also of groups that come later', async () => {
    const world = new FakeWorld();
    world.time.later(1_000, () => world.written.put('/aws/lambda/api', { message: 'one\n' }));
    world.time.later(2_000, () => world.written.put('/aws/lambda/worker', { message: 'two' }));
    world.time.later(3_000, () =>
      world.written.put('/aws/lambda/api', { message: 'three\n  of two lines\n' }),
    );
    expect(await followed(world, 10_000)).toEqual([
      'api     12:00:01.000  one',
      'worker  12:00:02.000  two',
      'api     12:00:03.000  three\napi     12:00:03.000    of two lines',
    ]);
  });

  it('loses nothing and repeats nothing over a throttled or absent provider, and says so once', async () => {
    const world = new FakeWorld();
    for (let index = 0; index < 20; index += 1)
      world.time.later(index * 200, () => world.written.put('/aws/lambda/api', { message: `line ${index}` }));
    world.time.later(1_000, () =>
      world.written.fail(providerFailed('AWS', 'read', new RangeError('Rate exceeded')), 6),
    );
    const lines = await followed(world, 15_000, { groups: groups.slice(0, 1) });
    const shown = lines.filter((line) => line.includes('line '));
    expect(shown.map((line) => line.split('  ').at(-1))).toEqual(
      Array.from({ length: 20 }, (_, index) => `line ${index}`),
    );
    expect(lines.filter((line) => line.includes('cannot be read'))).toHaveLength(1);
    expect(lines.filter((line) => line.includes('answers again'))).toHaveLength(1);
  });

  it('reads every page of a look', async () => {
    const world = new FakeWorld();
    world.written.pageSize = 7;
    for (let index = 0; index < 50; index += 1)
      world.written.put('/aws/lambda/api', { message: `line ${index}`, at: noon });
    expect(await followed(world, 5_000)).toHaveLength(50);
  });

  it('filters by a text, and leaves a pattern of CloudWatch to it', async () => {
    const world = new FakeWorld();
    for (const message of ['order 1', 'user 2', 'order 3']) world.written.put('/aws/lambda/api', { message });
    expect(await followed(world, 5_000, { filter: 'order' })).toHaveLength(2);
    world.lines.length = 0;
    expect(await followed(world, 10_000, { filter: '"user"' })).toEqual(['api     12:00:00.000  user 2']);
  });

  it('ends at once when it is interrupted, with what has arrived', async () => {
    const world = new FakeWorld();
    world.written.put('/aws/lambda/api', { message: 'one' });
    world.time.later(700, () => world.interrupt());
    const lines = await followed(world, 60_000);
    expect(lines).toEqual(['api     12:00:00.000  one']);
    expect(Date.parse(world.time.now()) - noon).toBeLessThan(2_000);
  });

  it('throws a bug of ours on', async () => {
    const world = new FakeWorld();
    world.written.fail(new TypeError('a bug'));
    await expect(followed(world, 5_000)).rejects.toThrow('a bug');
  });
});

describe('errors of what is being deployed', () => {
  it('are shown while it goes on, and nothing else is', async () => {
    const world = new FakeWorld();
    world.time.later(500, () => world.written.put('/aws/lambda/api', { message: 'fine' }));
    world.time.later(600, () => world.written.put('/aws/lambda/api', { message: '[ERROR] KeyError: x' }));
    const answer = await withErrorLogs(api, world, async () => {
      await world.clock.pause(5_000);
      return 'deployed';
    });
    expect(answer).toBe('deployed');
    expect(world.lines).toEqual(['api  12:00:00.600  [ERROR] KeyError: x']);
  });

  it('never fail the work', async () => {
    const world = new FakeWorld();
    world.written.fail(new TypeError('a bug'));
    expect(await withErrorLogs(api, world, async () => 'deployed')).toBe('deployed');
    expect(world.lines).toEqual(['the logs are not shown any more: a bug']);
  });
});
