import { backend, command, ordered, outcomes, stage } from '../../tests/fakes/backend-stage';
import type { FakeWorld } from '../../tests/fakes/fake-world';
import { FakeLeaseStamps } from '../../tests/fakes/fake-lease-stamps';
import { failedReceipt } from '../../tests/fakes/values';
import { LEASE_MILLISECONDS, PROVEN_MILLISECONDS } from '../model/lock';
import { deliverLate } from './deliver-late';
import { deploy } from './deploy';
import { record } from './perform';

const begun = (world: FakeWorld): string[] =>
  world.programs.requests.map(({ command: { argv } }) => argv[0] ?? '');
const two = ordered({ component: backend({ deploy: [command('one'), command('two')] }) });

describe('a run that was paused past its lease', () => {
  /** While the first command runs, the clock moves on and another run takes the environment over. */
  async function pausedIn(name: string): Promise<FakeWorld> {
    const world = await stage();
    const works = world.program;
    world.program = (request) => ({
      effect: async () => {
        await works(request)?.effect?.(request);
        if (request.command.argv[0] !== name) return;
        // The rival sees the lock, then sees it unchanged for the whole lease.
        const rival = world.leaseOf('rival', new FakeLeaseStamps(() => world.time.now()));
        await expect(rival.take('dev', 'deploy')).rejects.toMatchObject({ code: 'CONVOY_LOCK_HELD' });
        world.time.advance(LEASE_MILLISECONDS + 1);
        await rival.take('dev', 'deploy');
      },
    });
    return world;
  }

  it('starts no further step and writes nothing once another run took over', async () => {
    const world = await pausedIn('one');
    await expect(deploy(two, world)).rejects.toMatchObject({
      code: 'CONVOY_LOCK_LOST',
      message: expect.stringContaining('run rival') as string,
    });
    expect(begun(world)).toEqual(['one']);
    expect(outcomes(world)).toEqual(['started']);
  });

  it('writes no receipt either where it was in its last step', async () => {
    const world = await pausedIn('two');
    const component = backend({
      ...two.component,
      observes: { stacks: [], functions: [], layers: [] },
      outputs: {},
    });
    await expect(deploy(ordered({ component }), world)).rejects.toMatchObject({ code: 'CONVOY_LOCK_LOST' });
    expect(outcomes(world)).toEqual(['started']);
    expect(await world.late.pending('dev')).toEqual([]);
  });

  it('stays out for good: no later task of it writes or starts anything', async () => {
    const world = await pausedIn('one');
    await expect(deploy(two, world)).rejects.toMatchObject({ code: 'CONVOY_LOCK_LOST' });
    const entries = world.entries().length;
    await expect(deploy(two, world)).rejects.toMatchObject({ code: 'CONVOY_LOCK_LOST' });
    expect(begun(world)).toEqual(['one']);
    expect(world.entries()).toHaveLength(entries);
  });
});

describe('a ledger that is lost in the middle of a run', () => {
  async function lost(): Promise<FakeWorld> {
    const world = await stage();
    const works = world.program;
    world.program = (request) => ({
      effect: async () => {
        await works(request)?.effect?.(request);
        world.records.away = true;
      },
    });
    return world;
  }

  it('lets what runs finish, keeps the receipt on this machine and says so, and nothing depends on it', async () => {
    const world = await lost();
    const kept = await deploy(ordered(), world);
    expect(kept).toMatchObject({
      outcome: 'deployed',
      verdict: 'inconclusive',
      failure: { code: 'CONVOY_LEDGER_UNREACHABLE', step: 'record the receipt' },
    });
    expect(world.lines.at(-1)).toBe(
      'backend: the receipt is kept on this machine and delivered by the next run',
    );
    expect(await world.late.pending('dev')).toMatchObject([
      { outcome: 'deployed', verdict: 'passed', failure: null },
    ]);
  });

  it('loses nothing and repeats nothing: the next run delivers the receipt, marked late, once', async () => {
    const world = await lost();
    await deploy(ordered(), world);
    world.records.away = false;
    const token = await world.lease.take('dev', 'deploy');
    await deliverLate('dev', token, world);
    await deliverLate('dev', token, world);
    expect(outcomes(world)).toEqual(['started', 'deployed']);
    expect(world.entries().at(-1)).toMatchObject({ late: true, verdict: 'passed' });
    world.programs.requests.length = 0;
    expect(await deploy(ordered({ run: 'run-10' }), world)).toMatchObject({ outcome: 'unchanged' });
    expect(world.programs.requests).toEqual([]);
  });

  it('starts no further step once the lock cannot be proven any more, and keeps what was done', async () => {
    const world = await stage();
    world.program = ({ command: { argv } }) => ({
      effect: () => {
        if (argv[0] !== 'one') return;
        world.time.advance(PROVEN_MILLISECONDS + 1);
        world.records.away = true;
      },
    });
    expect(await deploy(two, world)).toMatchObject({
      outcome: 'failed',
      failure: { code: 'CONVOY_LEDGER_UNREACHABLE', step: 'two' },
    });
    expect(begun(world)).toEqual(['one']);
    expect(await world.late.pending('dev')).toMatchObject([{ outcome: 'failed', run: 'run-9' }]);
  });

  it('keeps the story of a failure, too', async () => {
    const world = await lost();
    world.records.away = true;
    const failed = failedReceipt();
    expect(await record(failed, world)).toEqual(failed);
    expect(await world.late.pending('dev')).toEqual([failed]);
  });
});

it('refuses to start while the ledger is away: nothing has an effect', async () => {
  const world = await stage();
  await world.lease.take('dev', 'deploy');
  world.records.away = true;
  await expect(deploy(ordered(), world)).rejects.toMatchObject({ code: 'CONVOY_LEDGER_UNREACHABLE' });
  expect(begun(world)).toEqual([]);
  expect(world.aws.writes).toEqual([]);
});

it('writes that it begins with everything a way back needs, before the first effect', async () => {
  const world = await stage();
  await deploy(ordered(), world);
  const again = ordered({ run: 'run-10', component: backend({ declaration: 'declaration-2' }) });
  await deploy(again, world);
  expect(
    world
      .entries()
      .filter((entry) => entry.type === 'started')
      .at(-1),
  ).toMatchObject({
    run: 'run-10',
    verb: 'deploy',
    token: expect.stringMatching(/^[0-9a-f]{40}$/) as string,
    from: { commit: two.pin.commit, tree: two.pin.tree },
    before: { functions: [{ alias: { version: '1' } }] },
  });
});
