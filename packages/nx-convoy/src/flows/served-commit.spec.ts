import { FakeWorld } from '../../tests/fakes/fake-world';
import { commit, pin, resolvedComponent } from '../../tests/fakes/values';
import { servedCommit } from './served-commit';

const component = resolvedComponent();
const served = (head: string | null, world = new FakeWorld()): Promise<string> =>
  servedCommit(component, pin(), head, world);

it.each([
  ['there is no branch', null],
  ['the branch is at the pin', commit('b')],
  ['the head of the branch has another tree', commit('a')],
])('is the pinned commit where %s', async (_where, head) => {
  expect(await served(head)).toBe(commit('b'));
});

it('is the head of the branch where that carries the tree of the pin: a revert commit, a merge', async () => {
  const world = new FakeWorld();
  world.addCommit('c', { parents: ['a'], tree: 'b' });
  expect(await served(commit('c'), world)).toBe(commit('c'));
});

it('looks at the paths of the component alone', async () => {
  const world = new FakeWorld();
  world.addCommit('c', { parents: ['b'], tree: 'b', files: { 'elsewhere.txt': 'more' } });
  expect(await served(commit('c'), world)).toBe(commit('c'));
});
