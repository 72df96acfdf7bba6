import { backend, health, ordered, stage } from '../../tests/fakes/backend-stage';
import type { FakeWorld } from '../../tests/fakes/fake-world';
import { deployed, orderBack } from '../../tests/fakes/rollback-stage';
import { resolvedComponent } from '../../tests/fakes/values';
import { alarm } from '../../tests/fakes/values-of-alarm';
import type { ResolvedComponent } from '../model/resolved-component';
import { ledgerEntrySchema, type Receipt } from '../model/receipt';
import { providerFailed } from '../model/provider-failed';
import { deploy } from './deploy';
import type { Order } from './order';
import { rollback } from './rollback';

const MINUTES = 5;

/** An order in an environment that watches for five minutes, with a look a minute. */
function baking(change: Partial<ResolvedComponent> = {}): Order {
  const order = ordered({ component: backend(change) });
  return { ...order, manifest: withBake(order.manifest) };
}

function withBake(manifest: Order['manifest']): Order['manifest'] {
  const environments = Object.entries(manifest.environments).map(([name, each]) => [
    name,
    { ...each, bake: { minutes: MINUTES, everySeconds: 60 } },
  ]);
  return { ...manifest, environments: Object.fromEntries(environments) as typeof manifest.environments };
}

/** Does something in the virtual minute after the deploy's begin. */
function later(world: FakeWorld, minute: number, happen: () => void): void {
  const began = Date.parse(world.time.now());
  const pause = world.time.pause.bind(world.time);
  let isDone = false;
  world.time.pause = async (milliseconds) => {
    await pause(milliseconds);
    if (isDone || Date.parse(world.time.now()) - began < minute * 60_000) return;
    isDone = true;
    happen();
  };
}

const minutesOf = ({ startedAt, finishedAt }: Receipt): number =>
  (Date.parse(finishedAt) - Date.parse(startedAt)) / 60_000;
const functionsCheck = expect.objectContaining({ name: 'functions since the deploy' }) as unknown;

describe('the bake time after a deploy', () => {
  it('asks the checks until it is over, and keeps what the functions did beside the hour before', async () => {
    const world = await stage();
    world.cloudWatch.invoke('backend-api', { milliseconds: 80 });
    later(world, 2, () => world.cloudWatch.invoke('backend-api', { failed: true }));
    const kept = await deploy(baking(), world);
    expect(kept).toMatchObject({
      outcome: 'deployed',
      metrics: { before: [{ function: 'backend-api', errors: 0 }], after: [{ errors: 1 }] },
    });
    expect(kept.checks).toContainEqual(functionsCheck);
    expect(minutesOf(kept)).toBeGreaterThanOrEqual(MINUTES);
    expect(ledgerEntrySchema.parse(kept)).toEqual(kept);
    expect(world.lines.join('\n')).toContain('errors 1 (0)');
  });

  it('does not exist where the environment has none', async () => {
    const world = await stage();
    const kept = await deploy(ordered(), world);
    expect(kept.metrics).toBeNull();
    expect(kept.checks).not.toContainEqual(functionsCheck);
  });

  it('ends with the first check that fails, and the deploy with it', async () => {
    const world = await stage();
    later(world, 2, () => world.sites.site('api.test', () => ({ status: 500 })));
    const kept = await deploy(baking({ checks: [{ ...health, withinSeconds: 5 }] }), world);
    expect(kept).toMatchObject({ outcome: 'failed', failure: { code: 'CONVOY_NOT_VERIFIED' } });
    expect(minutesOf(kept)).toBeLessThan(4);
  });

  it('ends with an alarm that becomes red, though no check names the alarms', async () => {
    const world = await stage();
    await world.cloudWatch.putAlarm(alarm());
    world.cloudWatch.setState('api-errors', 'OK');
    later(world, 1, () => world.cloudWatch.setState('api-errors', 'ALARM'));
    const kept = await deploy(baking({ alarms: [alarm()] }), world);
    expect(kept).toMatchObject({ verdict: 'failed' });
    expect(kept.failure?.message).toContain('api-errors is red');
    expect(minutesOf(kept)).toBeLessThan(MINUTES);
  });

  it('ends when the functions do more than a bound allows', async () => {
    const world = await stage();
    later(world, 1, () => {
      for (let count = 0; count < 3; count += 1) world.cloudWatch.invoke('backend-api', { failed: true });
    });
    const kept = await deploy(baking({ bounds: { errors: 2 } }), world);
    expect(kept.failure?.message).toContain('errors 3, at most 2 allowed');
    expect(minutesOf(kept)).toBeLessThan(MINUTES);
  });

  it('is inconclusive where a bound cannot be looked at, and passes where there is no bound', async () => {
    for (const [bounds, verdict] of [[{ errors: 2 }, 'inconclusive'] as const, [{}, 'passed'] as const]) {
      const world = await stage();
      world.cloudWatch.functionMetrics = () =>
        Promise.reject(providerFailed('AWS', 'read metrics', 'throttled'));
      expect(await deploy(baking({ bounds }), world)).toMatchObject({ verdict });
    }
  });

  it('that a signal cuts short has not passed', async () => {
    const world = await stage();
    later(world, 1, () => {
      world.interrupt();
    });
    expect(await deploy(baking(), world)).toMatchObject({ outcome: 'interrupted', verdict: null });
  });

  it('does not hold up the way back', async () => {
    const world = await stage();
    const component = resolvedComponent({ bounds: { errors: 0 } });
    await deployed({ world, component }, 'a');
    await deployed({ world, component }, 'b');
    const order = await orderBack({ world, component });
    const back = await rollback({ ...order, manifest: withBake(order.manifest) }, world);
    expect(back).toMatchObject({ outcome: 'rolled-back', metrics: null });
  });
});
