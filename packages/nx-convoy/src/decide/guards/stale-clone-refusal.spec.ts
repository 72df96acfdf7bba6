import { commit } from '../../../tests/fakes/values';
import { staleCloneRefusal, type StaleCloneFacts } from './stale-clone-refusal';

const facts: StaleCloneFacts = {
  environment: 'preprod',
  coordinationCommit: commit('9'),
  contains: false,
  reason: null,
};

describe('staleCloneRefusal', () => {
  it.each([false, null])('refuses where HEAD does not contain the commit (contains: %s)', (contains) => {
    const refusal = staleCloneRefusal({ ...facts, contains });
    expect(refusal?.code).toBe('CONVOY_CLONE_STALE');
    expect(refusal?.message).toContain('preprod was last deployed from commit 9999999');
    expect(refusal?.remedy).toMatch(/^git pull /);
  });

  it('lets a clone proceed that contains it, and one whose person says why not', () => {
    expect(staleCloneRefusal({ ...facts, contains: true })).toBeNull();
    expect(staleCloneRefusal({ ...facts, reason: 'the history was rewritten' })).toBeNull();
  });

  it('knows nothing where the last receipt names no commit', () => {
    expect(staleCloneRefusal({ ...facts, coordinationCommit: null, contains: null })).toBeNull();
  });
});
