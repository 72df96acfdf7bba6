import { FakeWorld, order } from '../../tests/fakes/fake-world';
import { manifestWith, runContext } from '../../tests/fakes/rollback-stage';
import { commit, liveFunction, liveState, manifest, resolvedComponent, tree } from '../../tests/fakes/values';
import { release, releasedComponent } from '../../tests/fakes/values-of-release';
import type { RunningWorld } from '../world';
import { backTo, rollbackOrder } from './rollback-order';

const live = liveState({ functions: [liveFunction()] });
const target = release({ components: { backend: releasedComponent({ live }) } });
const task = (change: Parameters<typeof order>[0] = {}, declared = manifest()) => ({
  order: order(change),
  workspace: { root: '', manifest: declared },
  run: runContext(),
});

it('pins what the component was in the release, with what was proven then', () => {
  expect(backTo(target, task({ source: { dirty: true } }))).toMatchObject({
    pin: { ref: 'release run-0', commit: commit('a'), tree: tree('a') },
    proven: live,
    source: null,
    target,
    released: { commit: commit('a') },
    elsewhere: [commit('b')],
  });
});

it('does nothing with a component that the release did not know: it stays as it is', () => {
  const component = resolvedComponent({ name: 'frontend' });
  expect(backTo(target, task({ component }))).toBeNull();
});

it('names what depends on the component, directly or not, of what exists in the environment', () => {
  const component = resolvedComponent({ name: 'database' });
  const all = release({ components: { database: releasedComponent() } });
  expect(new Set(backTo(all, task({ component }))?.dependents)).toEqual(new Set(['backend', 'frontend']));
  const preprod = { ...task({ component }), run: runContext({ environment: 'preprod' }) };
  expect(backTo(all, preprod)?.dependents).toEqual(['frontend']);
});

it.each([
  ['where pins are promoted into the environment', { promotesFrom: 'preprod' }, { pinned: tree('b') }],
  ['where the environment is protected', { protected: true }, { pinned: tree('b') }],
  ['nowhere else', {}, null],
])('holds what is taken away %s', (_where, change, holds) => {
  expect(backTo(target, task({}, manifestWith(change)))?.holds).toEqual(holds);
});

describe('the order of a task', () => {
  const asTask = (world: FakeWorld, run: ReturnType<typeof runContext>) => ({
    ...task(),
    run,
    world: world as unknown as RunningWorld,
  });

  it('goes back to the release that the run hook named, read from the ledger', async () => {
    const world = new FakeWorld();
    world.receipts.record('dev', [target]);
    const found = await rollbackOrder(asTask(world, runContext({ target: 'run-0' })));
    expect(found?.target).toEqual(target);
  });

  it('is never guessed: without that name, or without that release, it is a bug', async () => {
    const world = new FakeWorld();
    await expect(rollbackOrder(asTask(world, runContext()))).rejects.toThrow(TypeError);
    await expect(rollbackOrder(asTask(world, runContext({ target: 'run-x' })))).rejects.toThrow(TypeError);
  });
});
