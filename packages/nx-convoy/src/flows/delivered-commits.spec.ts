import { FakeWorld, order } from '../../tests/fakes/fake-world';
import {
  commit,
  neverDeployed,
  pin,
  receipt,
  record,
  resolvedComponent,
  TREE_FILE,
} from '../../tests/fakes/values';
import { deliveredCommits } from './delivered-commits';

const made = (day: number): string => `2026-02-0${day}T10:00:00.000Z`;

describe('the commits that a deploy makes live', () => {
  let world: FakeWorld;
  beforeEach(async () => {
    world = new FakeWorld();
    for (const [letter, parents, day] of [
      ['c', [], 1],
      ['d', ['c'], 2],
      ['e', ['d'], 3],
    ] as const) {
      const files = { [TREE_FILE]: letter };
      world.remote.commits.set(commit(letter), {
        parents: parents.map(commit),
        subject: letter,
        files,
        at: made(day),
      });
    }
    await world.sources.ensure({ name: 'backend-repo', url: '' }, commit('e'));
  });
  const verifiedAt = (letter: string) => record({ verified: receipt({ commit: commit(letter) }) });
  const delivered = (known = verifiedAt('c'), change = {}) =>
    deliveredCommits(order({ pin: pin('e'), ...change }), known, world);

  it('are those since what was verified, with when they were made', async () => {
    expect(await delivered()).toEqual([
      { commit: commit('e'), at: made(3) },
      { commit: commit('d'), at: made(2) },
    ]);
  });

  it('are none where the same commit was live, or one that contains it', async () => {
    expect(await delivered(verifiedAt('e'))).toEqual([]);
    expect(await delivered(verifiedAt('e'), { pin: pin('d') })).toEqual([]);
  });

  it('are those that touch the component, not what else is in its repository', async () => {
    const component = resolvedComponent({ paths: ['db'] });
    expect(await delivered(verifiedAt('c'), { component })).toEqual([]);
    world.addCommit('f', { parents: ['e'], files: { 'db/V1.sql': '' } });
    const asked = { component, pin: pin('f') };
    expect((await delivered(verifiedAt('c'), asked))?.map((each) => each.commit)).toEqual([commit('f')]);
  });

  it('of a first deploy are told by the newest', async () => {
    expect(await delivered(neverDeployed)).toEqual([{ commit: commit('e'), at: made(3) }]);
  });

  it('are not known where nobody has what was live any more, or it came from a local checkout', async () => {
    expect(await delivered(verifiedAt('9'))).toBeNull();
    expect(await delivered(verifiedAt('c'), { source: { dirty: false } })).toBeNull();
    const fromCheckout = record({ verified: receipt({ source: { dirty: true } }) });
    expect(await delivered(fromCheckout)).toBeNull();
  });
});
