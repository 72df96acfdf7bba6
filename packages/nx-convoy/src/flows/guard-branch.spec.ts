import { FakeWorld } from '../../tests/fakes/fake-world';
import { manifestWith } from '../../tests/fakes/rollback-stage';
import { commit, pagesBranch, pin, receipt, record, resolvedComponent, tree } from '../../tests/fakes/values';
import { NO_FLAGS, type RunFlags } from '../model/run-flags';
import { guardBranch, type BranchScene } from './guard-branch';

/** a ← b ← c on main; d is beside b. */
function stage(flags: Partial<RunFlags> = {}): FakeWorld {
  const world = new FakeWorld();
  world.flags = { ...NO_FLAGS, ...flags };
  world.addCommit('c', { parents: ['b'] });
  world.addCommit('d', { parents: ['a'] });
  world.moveBranch('main', commit('b'));
  return world;
}
const scene = (change: Partial<BranchScene> = {}): BranchScene => ({
  component: resolvedComponent(),
  pin: pin(),
  manifest: manifestWith({ branch: 'main' }),
  record: null,
  ...change,
});
const judged = (world: FakeWorld, change: Partial<BranchScene> = {}): Promise<unknown> =>
  guardBranch(scene(change), world).then(
    () => 'fine',
    (error: unknown) => (error as { code?: string }).code,
  );
const hotfix = { hotfix: true, reason: 'it burns' };

it.each(['a', 'b'])('lets a pin proceed that the branch contains: %s', async (letter) => {
  expect(await judged(stage(), { pin: pin(letter) })).toBe('fine');
});

it.each(['c', 'd'])('refuses a pin that is not on the branch: %s', async (letter) => {
  expect(await judged(stage(), { pin: pin(letter) })).toBe('CONVOY_BRANCH_WRONG');
});

it('refuses where the repository has no such branch', async () => {
  expect(await judged(stage(), { manifest: manifestWith({ branch: 'stg' }) })).toBe('CONVOY_BRANCH_WRONG');
});

it('asks nothing where the environment runs no branch', async () => {
  const world = stage();
  expect(await judged(world, { manifest: manifestWith({}), pin: pin('d') })).toBe('fine');
  expect(world.calls).toEqual([]);
});

it.each([
  ['descends from the head of the branch', 'c', 'hotfix/fire', 'fine'],
  ['does not descend from it', 'd', 'hotfix/fire', 'CONVOY_HOTFIX_NOT_ON_HEAD'],
  ['comes from another branch', 'c', 'feature/fire', 'CONVOY_HOTFIX_REF_WRONG'],
])('judges a hotfix that %s', async (_which, letter, ref, expected) => {
  expect(await judged(stage(hotfix), { pin: pin(letter, { ref }) })).toBe(expected);
});

it('welcomes a hotfix of production in the environment before it, whose branch is further', async () => {
  const world = stage(hotfix);
  world.moveBranch('stg', commit('d'));
  const declared = manifestWith({ branch: 'stg' });
  const prod = { ...declared.environments['dev']!, branch: 'main', promotesFrom: 'dev' };
  const manifest = { ...declared, environments: { ...declared.environments, prod } };
  expect(await judged(world, { manifest, pin: pin('c', { ref: 'hotfix/fire' }) })).toBe('fine');
  // What is on neither branch is nobody's hotfix.
  world.moveBranch('main', commit('c'));
  expect(await judged(world, { manifest, pin: pin('b', { ref: 'hotfix/fire' }) })).toBe(
    'CONVOY_HOTFIX_NOT_ON_HEAD',
  );
});

describe('a hotfix that is live and not merged back', () => {
  const live = receipt({
    commit: commit('c'),
    tree: tree('c'),
    overrides: [{ flag: 'hotfix', reason: 'it burns' }],
  });
  const open = { record: record({ last: live, verified: live }) };

  it('is not lost by the next pin', async () => {
    expect(await judged(stage(), open)).toBe('CONVOY_HOTFIX_LOST');
  });

  it('may be lost on purpose, or be contained, or be merged by now', async () => {
    expect(await judged(stage({ reason: 'worse than the fire' }), open)).toBe('fine');
    const merged = stage();
    merged.moveBranch('main', commit('c'));
    expect(await judged(merged, open)).toBe('fine');
    const further = stage();
    further.addCommit('e', { parents: ['c'] });
    further.moveBranch('main', commit('e'));
    expect(await judged(further, { ...open, pin: pin('e') })).toBe('fine');
  });
});

describe('a branch whose push is the deploy', () => {
  const component = resolvedComponent({ pages: pagesBranch() });
  const pushed = (head: string, change: Partial<BranchScene> = {}): Promise<unknown> => {
    const world = stage();
    world.moveBranch('stg', commit(head));
    return judged(world, { component, manifest: manifestWith({}), ...change });
  };

  it.each([
    ['behind', 'a', 'fine'],
    ['at the pin', 'b', 'fine'],
    ['ahead', 'c', 'CONVOY_BRANCH_AHEAD'],
    ['diverged', 'd', 'CONVOY_BRANCH_AHEAD'],
  ])('is only ever fast-forwarded: %s', async (_how, head, expected) => {
    expect(await pushed(head)).toBe(expected);
  });

  it('takes the pin again over our own revert', async () => {
    const back = receipt({ commit: commit('a'), tree: tree('a'), carrier: commit('c') });
    expect(await pushed('c', { record: record({ last: back, verified: back }) })).toBe('fine');
  });

  it('is moved in any direction where it is ours', async () => {
    expect(await pushed('d', { component: resolvedComponent({ pages: pagesBranch({ owned: true }) }) })).toBe(
      'fine',
    );
  });
});
