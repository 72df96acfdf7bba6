import { FakeWorld } from '../../tests/fakes/fake-world';
import { manifestWith } from '../../tests/fakes/rollback-stage';
import { commit, ledgerState, receipt, record, tree } from '../../tests/fakes/values';
import { hold } from '../../tests/fakes/values-of-release';
import { notices } from './notices';

const hotfix = receipt({
  commit: commit('c'),
  tree: tree('c'),
  overrides: [{ flag: 'hotfix', reason: 'it burns' }],
});
const hotfixed = ledgerState({ backend: record({ last: hotfix, verified: hotfix }) });
function stage(head: string): FakeWorld {
  const world = new FakeWorld();
  world.addCommit('c', { parents: ['b'] });
  world.moveBranch('main', commit(head));
  return world;
}

it('has nothing to say of an environment where all is well', async () => {
  expect(await notices(manifestWith({}), ledgerState({ backend: record() }), new FakeWorld())).toEqual([]);
});

it('tells of a hotfix until it is merged back', async () => {
  const declared = manifestWith({ branch: 'main' });
  expect(await notices(declared, hotfixed, stage('b'))).toEqual([
    'backend runs hotfix ccccccc (run run-1: it burns), which is not on main yet: merge it back',
  ]);
  expect(await notices(declared, hotfixed, stage('c'))).toEqual([]);
  expect(await notices(manifestWith({}), hotfixed, stage('b'))).toEqual([]);
});

it('tells what is held and how that ends', async () => {
  expect(await notices(manifestWith({}), { ...ledgerState(), hold: hold() }, new FakeWorld())).toEqual([
    'held since run run-5 rolled back: backend; a new pin or --release-hold --reason="…" ends it',
  ]);
});

it('tells of a rollback that did not end', async () => {
  const rollback = { run: 'run-5', target: 'run-0', failed: [] };
  expect(await notices(manifestWith({}), { ...ledgerState(), rollback }, new FakeWorld())).toEqual([
    'a rollback to the release of run run-0 began (run run-5) and did not end',
  ]);
});

it('tells of a component that nobody declares any more, which is left as it is', async () => {
  const [line] = await notices(manifestWith({}), ledgerState({ retired: record() }), new FakeWorld());
  expect(line).toContain('retired is orphaned');
});

it('does not stumble over a hotfix of an orphan', async () => {
  const state = ledgerState({ retired: record({ last: hotfix, verified: hotfix }) });
  const lines = await notices(manifestWith({ branch: 'main' }), state, stage('b'));
  expect(lines).toEqual([
    expect.stringContaining('retired runs hotfix') as string,
    expect.stringContaining('retired is orphaned') as string,
  ]);
});
