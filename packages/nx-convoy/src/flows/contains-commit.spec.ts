import { FakeWorld } from '../../tests/fakes/fake-world';
import { commit, resolvedComponent } from '../../tests/fakes/values';
import { containsCommit } from './contains-commit';

const { repo: name, url } = resolvedComponent();
const contains = (outer: string | null, inner: string, world = new FakeWorld()): Promise<boolean> =>
  containsCommit({ name, url }, { outer, inner }, world);

it.each([
  ['an ancestor', commit('b'), commit('a'), true],
  ['itself', commit('b'), commit('b'), true],
  ['not what comes after it', commit('a'), commit('b'), false],
  ['nothing where there is none', null, commit('a'), false],
])('a commit contains %s', async (_what, outer, inner, expected) => {
  expect(await contains(outer, inner)).toBe(expected);
});

it('takes a commit that nobody has any more for contained in none', async () => {
  expect(await contains(commit('b'), commit('f'))).toBe(false);
});

it('does not guess where the remote does not answer', async () => {
  const world = new FakeWorld();
  world.remote.away = true;
  await expect(contains(commit('b'), commit('a'), world)).rejects.toMatchObject({
    code: 'CONVOY_REMOTE_UNREACHABLE',
  });
});
