import { backend, ordered, stage } from '../../tests/fakes/backend-stage';
import { FakeWorld } from '../../tests/fakes/fake-world';
import { deployed, orderBack } from '../../tests/fakes/rollback-stage';
import { resolvedComponent } from '../../tests/fakes/values';
import { alarm } from '../../tests/fakes/values-of-alarm';
import { NO_FLAGS } from '../model/run-flags';
import { ledgerEntrySchema } from '../model/receipt';
import { deploy } from './deploy';
import { providerFailed } from '../model/provider-failed';
import { rollback } from './rollback';

const watched = backend({ alarms: [alarm()], checks: [{ kind: 'alarms' }] });
const order = ordered({ component: watched });

/** A world in which the alarm is there already, in a state. */
async function withAlarm(state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA' = 'OK'): Promise<FakeWorld> {
  const world = await stage();
  await world.cloudWatch.putAlarm(alarm());
  world.cloudWatch.setState('api-errors', state);
  world.cloudWatch.writes.length = 0;
  return world;
}

/** What the command does beside deploying. */
function alsoDoes(world: FakeWorld, more: () => void): void {
  const program = world.program;
  world.program = (request) => {
    const made = program(request);
    return {
      ...made,
      effect: async (asked) => {
        await made?.effect?.(asked);
        more();
      },
    };
  };
}

describe('alarms of a deploy', () => {
  it('are put ahead of everything else that has an effect', async () => {
    const world = await stage();
    await deploy(order, world);
    const effects = world.writes();
    expect(effects.indexOf('watch.putAlarm')).toBe(effects.indexOf('ledger.append') + 1);
    expect(effects.indexOf('watch.putAlarm')).toBeLessThan(effects.indexOf('shell.run'));
    expect(world.cloudWatch.writes).toEqual(['api-errors']);
  });

  it('are kept as they were before in what is written ahead of the first effect', async () => {
    const world = await withAlarm('OK');
    await deploy(order, world);
    const [begun] = world.entries();
    expect(begun).toMatchObject({ type: 'started', alarms: [{ name: 'api-errors', state: 'OK' }] });
    expect(ledgerEntrySchema.parse(begun)).toEqual(begun);
  });

  it('are left alone where they are as declared already', async () => {
    const world = await withAlarm();
    await deploy(order, world);
    expect(world.calls).not.toContain('watch.putAlarm');
  });

  it('that the deploy has made itself have no data yet and are not judged', async () => {
    const world = await stage();
    const component = { ...watched, alarms: [alarm({ treatMissingData: 'missing' })] };
    const kept = await deploy(ordered({ component }), world);
    expect(kept).toMatchObject({ verdict: 'passed', checks: [{ evidence: 'api-errors has no data yet' }] });
  });

  it('fail it when one became red', async () => {
    const world = await withAlarm('OK');
    alsoDoes(world, () => world.cloudWatch.setState('api-errors', 'ALARM'));
    expect(await deploy(order, world)).toMatchObject({
      outcome: 'failed',
      verdict: 'failed',
      failure: {
        code: 'CONVOY_NOT_VERIFIED',
        message: expect.stringContaining('and was not before the deploy') as string,
      },
    });
  });

  it('leave it inconclusive when they cannot be read afterwards', async () => {
    const world = await withAlarm('OK');
    alsoDoes(world, () => {
      world.cloudWatch.alarms = () => Promise.reject(providerFailed('AWS', 'read alarms', 'throttled'));
    });
    expect(await deploy(order, world)).toMatchObject({ verdict: 'inconclusive' });
  });

  it('do not matter to a component that is converged', async () => {
    const world = await withAlarm('OK');
    await deploy(order, world);
    world.cloudWatch.setState('api-errors', 'ALARM');
    expect(await deploy(order, world)).toMatchObject({ outcome: 'unchanged' });
  });
});

// Pitfall 21 of other tools: an alarm that is red already blocks the very deploy that mends it.
describe('an alarm that is red already', () => {
  it('is named, and nothing is deployed', async () => {
    const world = await withAlarm('ALARM');
    await expect(deploy(order, world)).rejects.toMatchObject({
      code: 'CONVOY_ALARMS_RED',
      message: expect.stringContaining('api-errors is red since 2026-03-02T12:00:00Z') as string,
    });
    expect(world.entries()).toEqual([]);
    expect(world.aws.writes).toEqual([]);
  });

  it('does not keep a hotfix out: only a new red one counts, and the word that let it through is kept', async () => {
    const world = await withAlarm('ALARM');
    world.flags = { ...NO_FLAGS, alarmsRed: true, reason: 'mends it' };
    expect(await deploy(order, world)).toMatchObject({
      verdict: 'passed',
      overrides: [{ flag: 'alarms-red', reason: 'mends it' }],
      checks: [{ evidence: expect.stringContaining('as it was before the deploy: not judged') as string }],
    });
  });

  it('does not pass off another one that becomes red', async () => {
    const world = await withAlarm('ALARM');
    await world.cloudWatch.putAlarm(alarm({ name: 'other' }));
    world.cloudWatch.setState('other', 'OK');
    world.flags = { ...NO_FLAGS, alarmsRed: true, reason: 'mends it' };
    alsoDoes(world, () => world.cloudWatch.setState('other', 'ALARM'));
    const component = { ...watched, alarms: [alarm(), alarm({ name: 'other' })] };
    expect(await deploy(ordered({ component }), world)).toMatchObject({ verdict: 'failed' });
  });

  it('does not keep the way back closed, nor fail it', async () => {
    const world = new FakeWorld();
    const component = resolvedComponent({ alarms: [alarm()], checks: [{ kind: 'alarms' }] });
    await deployed({ world, component }, 'a');
    await deployed({ world, component }, 'b');
    world.cloudWatch.setState('api-errors', 'ALARM');
    expect(await rollback(await orderBack({ world, component }), world)).toMatchObject({
      outcome: 'rolled-back',
      verdict: 'passed',
    });
  });
});
