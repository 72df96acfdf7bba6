import { commit, pin } from '../../../tests/fakes/values';
import { branchRefusal, type BranchFacts, type PushFacts } from './branch-refusal';

const branchFacts = (change: Partial<BranchFacts> = {}): BranchFacts => ({
  component: 'backend',
  environment: 'preprod',
  pin: pin('b', { ref: 'feature/x' }),
  branch: 'stg',
  head: commit('a'),
  isOnBranch: false,
  isDescendantOfHead: false,
  hotfix: false,
  push: null,
  ...change,
});
const hotfix = { hotfix: true, pin: pin('b', { ref: 'hotfix/login' }), isDescendantOfHead: true };

describe('branchRefusal', () => {
  it('lets a pin proceed that is on the branch of the environment', () => {
    expect(branchRefusal(branchFacts({ isOnBranch: true }))).toBeNull();
  });

  it('lets any pin proceed where the environment has no branch', () => {
    expect(branchRefusal(branchFacts({ branch: null, head: null }))).toBeNull();
  });

  it('refuses a pin that is not on the branch', () => {
    expect(branchRefusal(branchFacts())).toMatchObject({
      code: 'CONVOY_BRANCH_WRONG',
      message:
        'backend cannot be deployed to preprod\nits pin bbbbbbb (feature/x) is not on stg, the branch that preprod runs',
      remedy: expect.stringContaining(
        'merge it into stg, then:  npx nx g nx-convoy:pin --environment=preprod --component=backend --ref=stg',
      ) as string,
    });
  });

  it('says so where the repository has no such branch', () => {
    expect(branchRefusal(branchFacts({ head: null }))?.message).toContain(
      'the repository has no such branch',
    );
  });

  it('refuses a pin ahead of the branch without --hotfix, even from a hotfix branch', () => {
    expect(branchRefusal(branchFacts({ ...hotfix, hotfix: false }))?.code).toBe('CONVOY_BRANCH_WRONG');
  });

  it.each(['hotfix/login', 'refs/heads/hotfix/login'])('lets a hotfix from %s proceed', (ref) => {
    expect(branchRefusal(branchFacts({ ...hotfix, pin: pin('b', { ref }) }))).toBeNull();
  });

  it('has nothing against --hotfix for a pin that is on the branch', () => {
    expect(branchRefusal(branchFacts({ hotfix: true, isOnBranch: true }))).toBeNull();
  });

  it.each(['feature/x', 'hotfix', 'hotfix/', 'my-hotfix/x', 'refs/tags/hotfix/x', commit('b')])(
    'refuses --hotfix for a pin from %s',
    (ref) => {
      const refusal = branchRefusal(branchFacts({ ...hotfix, pin: pin('b', { ref }) }));
      expect(refusal?.code).toBe('CONVOY_HOTFIX_REF_WRONG');
      expect(refusal?.message).toContain(`pinned from “${ref}”`);
    },
  );

  it('refuses a hotfix that would lose what the branch has', () => {
    const refusal = branchRefusal(branchFacts({ ...hotfix, isDescendantOfHead: false }));
    expect(refusal?.code).toBe('CONVOY_HOTFIX_NOT_ON_HEAD');
    expect(refusal?.message).toContain(
      'hotfix bbbbbbb does not descend from the head of stg (stg is at aaaaaaa)',
    );
    expect(refusal?.remedy).toContain('rebase hotfix/login onto stg');
  });
});

describe('branchRefusal of a component whose deploy is a push', () => {
  const push: PushFacts = {
    pages: { branch: 'stg', owned: false },
    relation: 'behind',
    head: commit('a'),
    isOurRevert: false,
  };
  const pushed = (change: Partial<PushFacts>) => branchRefusal(branchFacts({ push: { ...push, ...change } }));

  it.each(['absent', 'same', 'carries', 'behind'] as const)(
    'lets a pin proceed that fast-forwards the branch or is carried by it (%s)',
    (relation) => {
      expect(pushed({ relation })).toBeNull();
    },
  );

  it.each(['ahead', 'diverged'] as const)('refuses a pin that the branch is %s of', (relation) => {
    expect(pushed({ relation })).toMatchObject({
      code: 'CONVOY_BRANCH_AHEAD',
      message: expect.stringContaining('only fast-forwards are pushed') as string,
    });
  });

  it('lets the pin come back over the commit by which we went back, and over no other', () => {
    expect(pushed({ relation: 'ahead', isOurRevert: true })).toBeNull();
    expect(pushed({ relation: 'diverged', isOurRevert: true })?.code).toBe('CONVOY_BRANCH_AHEAD');
  });

  it('moves a branch of ours in any direction, as long as the pin may be in the environment', () => {
    const owned = { pages: { branch: 'convoy/dev', owned: true }, relation: 'diverged' as const };
    const facts = branchFacts({ push: { ...push, ...owned } });
    expect(branchRefusal({ ...facts, branch: null })).toBeNull();
    expect(branchRefusal({ ...facts, isOnBranch: true })).toBeNull();
    expect(branchRefusal(facts)?.code).toBe('CONVOY_BRANCH_WRONG');
  });
});
