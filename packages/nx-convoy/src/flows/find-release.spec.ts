import { FakeWorld } from '../../tests/fakes/fake-world';
import { commit, receipt, tree } from '../../tests/fakes/values';
import { release, releasedComponent } from '../../tests/fakes/values-of-release';
import { NO_FLAGS } from '../model/run-flags';
import { findRelease } from './find-release';

const at = (letter: string) => ({ commit: commit(letter), tree: tree(letter) });
const second = release({
  run: 'run-1',
  finishedAt: '2026-03-01T11:00:00.000Z',
  components: { backend: releasedComponent(at('b')) },
});

it('answers the whole of the release before what is live, and says why that one', async () => {
  const world = new FakeWorld();
  const state = world.receipts.record('dev', [release(), receipt(), second]);
  expect(await findRelease('dev', state, world)).toEqual(release());
  expect(world.lines).toEqual([
    'back to the release of run run-0 (2026-03-01T08:10:00.000Z): the newest release that is not what is live',
  ]);
});

it('answers the one that was named with --to', async () => {
  const world = new FakeWorld();
  world.flags = { ...NO_FLAGS, to: 'run-1' };
  const state = world.receipts.record('dev', [release(), receipt(), second]);
  expect(await findRelease('dev', state, world)).toMatchObject({ run: 'run-1' });
});

it('refuses after a first deploy: it says what is live, and touches nothing', async () => {
  const world = new FakeWorld();
  const state = world.receipts.record('dev', [receipt()]);
  world.calls.length = 0;
  await expect(findRelease('dev', state, world)).rejects.toMatchObject({
    code: 'CONVOY_NO_RELEASE',
    message:
      'dev cannot be rolled back: there has been no release here yet\nnothing was touched; live now:\n  backend  bbbbbbb',
  });
  expect(world.writes()).toEqual([]);
});
