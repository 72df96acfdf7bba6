import { FakeWorld } from '../../tests/fakes/fake-world';
import { runContext } from '../../tests/fakes/rollback-stage';
import { commit, manifest, pin, TREE_FILE, tree } from '../../tests/fakes/values';
import { running } from '../../tests/fakes/workspace-stage';
import { NO_FLAGS, type RunFlags } from '../model/run-flags';
import { sourceOf } from './source-of';

const invocation = {
  command: 'run' as const,
  targets: ['deploy'],
  projects: ['backend'],
  configuration: 'dev',
  base: null,
  skipsCache: false,
};
function taken(world: FakeWorld, flags: Partial<RunFlags>, named = ['backend']) {
  const run = runContext({ flags: { ...NO_FLAGS, ...flags }, named });
  const workspace = { root: '/workspace', manifest: manifest() };
  return sourceOf({ workspace, run, invocation, targets: ['deploy'], isForced: false }, running(world));
}
function stage(): FakeWorld {
  const world = new FakeWorld();
  const changed = { [TREE_FILE]: 'edited' };
  world.sources.checkouts.set('/checkouts/backend', {
    repo: 'backend-repo',
    head: commit('b'),
    files: changed,
  });
  return world;
}

it('takes nothing without --source, or where no component is named', async () => {
  expect(await taken(stage(), {})).toBeNull();
  expect(await taken(stage(), { source: '../checkouts/backend' }, [])).toBeNull();
});

it('takes HEAD of the checkout, whatever its working tree is', async () => {
  expect(await taken(stage(), { source: '../checkouts/backend' })).toEqual({
    component: 'backend',
    pin: pin('b', { ref: 'source' }),
    dirty: false,
  });
});

it('takes the working tree with --dirty, and says so', async () => {
  const found = await taken(stage(), { source: '../checkouts/backend', dirty: true });
  expect(found).toMatchObject({ dirty: true, pin: { tree: tree('edited') } });
});

it('refuses what is no checkout of the repository', async () => {
  await expect(taken(stage(), { source: 'nowhere' })).rejects.toMatchObject({
    code: 'CONVOY_SOURCE_UNUSABLE',
  });
});
