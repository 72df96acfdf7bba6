import { commit, pin, tree } from '../../../tests/fakes/values';
import { downgradeRefusal, type DowngradeFacts } from './downgrade-refusal';

const facts: DowngradeFacts = {
  component: 'backend',
  environment: 'preprod',
  pin: pin('b'),
  live: { commit: commit('c'), tree: tree('c') },
  pinIsOlder: true,
  reason: null,
};

describe('downgradeRefusal', () => {
  it('refuses a pin that what is live contains already', () => {
    const refusal = downgradeRefusal(facts);
    expect(refusal?.code).toBe('CONVOY_DOWNGRADE');
    expect(refusal?.message).toContain(
      'its pin bbbbbbb is older than what is live, ccccccc, which contains it',
    );
    expect(refusal?.remedy).toContain('npx nx rollback backend --configuration=preprod');
  });

  it.each<[string, Partial<DowngradeFacts>]>([
    ['it is newer', { pinIsOlder: false }],
    ['nothing is live', { live: null }],
    ['it is the same deployment', { live: { commit: commit('c'), tree: tree('b') } }],
    ['it is meant', { reason: 'the new one leaks' }],
  ])('lets a pin proceed when %s', (_what, change) => {
    expect(downgradeRefusal({ ...facts, ...change })).toBeNull();
  });
});
