import { FakeWorld, order } from '../../tests/fakes/fake-world';
import { NOON, resolvedComponent } from '../../tests/fakes/values';
import { settle, type Settled } from './settle';

const stacks = order({
  component: resolvedComponent({
    observes: {
      stacks: ['main'],
      functions: [{ name: 'api', alias: null, layers: [] }],
      layers: [],
    },
  }),
});
const minutes = (count: number): number => count * 60_000;
const passed = (world: FakeWorld): number => Date.parse(world.time.now()) - Date.parse(NOON);

async function settled(
  set: (world: FakeWorld) => void,
  ordered = stacks,
): Promise<Settled & { world: FakeWorld }> {
  const world = new FakeWorld();
  world.aws.putStack('main');
  world.aws.putFunction('api');
  set(world);
  return { ...(await settle(ordered, NOON, world)), world };
}

describe('settle', () => {
  it('answers at once when everything is at rest', async () => {
    const { failure, interrupted, world } = await settled(() => {});
    expect({ failure, interrupted, passed: passed(world) }).toEqual({
      failure: null,
      interrupted: false,
      passed: 0,
    });
  });

  it('waits for a stack in progress, and answers what it is then', async () => {
    const { failure, live, world } = await settled(({ aws, time }) => {
      aws.putStack('main', { status: 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS' });
      time.later(minutes(10), () => aws.putStack('main', { status: 'UPDATE_COMPLETE' }));
    });
    expect(failure).toBeNull();
    expect(live.stacks).toMatchObject([{ status: 'UPDATE_COMPLETE' }]);
    expect(passed(world)).toBe(minutes(10));
  });

  it('waits for a function that is pending or being updated', async () => {
    const { failure, world } = await settled(({ aws, time }) => {
      aws.putFunction('api', { state: 'Pending' });
      time.later(1_000, () => aws.putFunction('api', { state: 'Active', lastUpdateStatus: 'InProgress' }));
      time.later(3_000, () => aws.putFunction('api', { lastUpdateStatus: 'Successful' }));
    });
    expect(failure).toBeNull();
    expect(passed(world)).toBe(3_000);
  });

  it('fails as soon as a stack is at rest and not complete', async () => {
    const { failure, world } = await settled(({ aws, time }) => {
      aws.putStack('main', { status: 'UPDATE_ROLLBACK_IN_PROGRESS' });
      time.later(minutes(1), () => aws.putStack('main', { status: 'UPDATE_ROLLBACK_COMPLETE' }));
    });
    expect(failure).toMatchObject({
      code: 'CONVOY_NOT_CONFIRMED',
      step: 'confirm with the provider',
      message: 'stack main UPDATE_ROLLBACK_COMPLETE',
    });
    expect(passed(world)).toBe(minutes(1));
  });

  it('says how to get the newest layer, where that alone is missing: another deploy would find nothing to change', async () => {
    const functions = [{ name: 'api', alias: null, layers: ['shared'] }];
    const { component } = stacks;
    const sharing = order({ component: { ...component, observes: { ...component.observes, functions } } });
    const remedies = async (stack: string) =>
      (
        await settled(({ aws }) => {
          aws.putLayerVersion('shared');
          aws.putStack('main', { status: stack });
        }, sharing)
      ).failure?.remedy;
    expect(await remedies('UPDATE_COMPLETE')).toMatch(/^npx nx run convoy:layers:dev --align\n/);
    expect(await remedies('UPDATE_ROLLBACK_COMPLETE')).not.toContain('--align');
  });

  it('gives up in the end', async () => {
    const { failure, world } = await settled(({ aws }) => {
      aws.putStack('main', { status: 'UPDATE_IN_PROGRESS' });
    });
    expect(failure?.message).toBe('the provider did not come to rest within 60 minutes');
    expect(passed(world)).toBe(minutes(60) + 5_000);
  });

  it('counts its time from when it begins: the commands before had limits of their own', async () => {
    const { failure } = await settled(({ aws, time }) => {
      time.advance(minutes(59));
      aws.putStack('main', { status: 'UPDATE_IN_PROGRESS' });
      time.later(minutes(30), () => aws.putStack('main', { status: 'UPDATE_COMPLETE' }));
    });
    expect(failure).toBeNull();
  });

  it('does not wait any longer when it is interrupted', async () => {
    const { failure, interrupted, world } = await settled((scene) => {
      scene.aws.putStack('main', { status: 'UPDATE_IN_PROGRESS' });
      scene.time.later(5_000, () => scene.interrupt());
    });
    expect({ failure, interrupted, passed: passed(world) }).toEqual({
      failure: null,
      interrupted: true,
      passed: 5_000,
    });
  });
});
