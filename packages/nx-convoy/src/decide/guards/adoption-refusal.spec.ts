import { commit, ledgerState, liveFunction, liveState, neverDeployed } from '../../../tests/fakes/values';
import type { LiveState } from '../../model/live-state';
import type { LedgerState } from '../../model/receipt';
import { adoptionRefusal, unadoptedComponents } from './adoption-refusal';

const stack = (status: string) => ({ name: 's', status, updatedAt: null, outputs: {} });
const judged = (live: LiveState, state: LedgerState = ledgerState(), adopt = false) =>
  adoptionRefusal({ environment: 'preprod', state, live: { backend: live, other: liveState() }, adopt });
const running = liveState({ stacks: [stack('UPDATE_COMPLETE')] });

describe('adoptionRefusal', () => {
  it('refuses to deploy over what is live and unknown, names it and the way to take it over', () => {
    const refusal = judged(running);
    expect(refusal?.code).toBe('CONVOY_UNADOPTED');
    expect(refusal?.message).toBe('preprod is live, and its ledger knows nothing of it:\n  backend');
    expect(refusal?.remedy).toContain('npx nx run convoy:status:preprod');
    expect(refusal?.remedy).toContain('--adopt --reason="…"');
  });

  it('takes it over where the person says so', () => {
    expect(judged(running, ledgerState(), true)).toBeNull();
    expect(
      unadoptedComponents({
        environment: 'preprod',
        state: ledgerState(),
        live: { backend: running },
        adopt: true,
      }),
    ).toEqual(['backend']);
  });

  it('has nothing to say where the ledger knows anything', () => {
    expect(judged(running, ledgerState({ other: neverDeployed }))).toBeNull();
    const release = { run: 'r', at: '', who: '', adopted: true, components: {}, entry: '' };
    expect(judged(running, { ...ledgerState(), releases: [release] })).toBeNull();
  });

  it.each([
    'CREATE_COMPLETE',
    'UPDATE_ROLLBACK_FAILED',
    'UPDATE_IN_PROGRESS',
    'DELETE_IN_PROGRESS',
    'CREATE_FAILED',
  ])('takes a stack that is %s for live', (status) => {
    expect(judged(liveState({ stacks: [stack(status)] }))).not.toBeNull();
  });

  it.each(['ABSENT', 'DELETE_COMPLETE', 'REVIEW_IN_PROGRESS', 'ROLLBACK_COMPLETE'])(
    'takes a stack that is %s for not live, whatever functions are left',
    (status) => {
      expect(judged(liveState({ stacks: [stack(status)], functions: [liveFunction()] }))).toBeNull();
      expect(judged(liveState({ stacks: [stack(status), stack('CREATE_COMPLETE')] }))).not.toBeNull();
    },
  );

  it('takes a function for live where no stack is observed', () => {
    expect(judged(liveState({ functions: [liveFunction({ state: 'Inactive' })] }))).not.toBeNull();
    expect(judged(liveState({ functions: [liveFunction({ state: 'Absent' })] }))).toBeNull();
  });

  it('does not take a branch for live: it is there before anything is deployed', () => {
    expect(judged(liveState({ pages: { branch: 'stg', head: commit('a'), deployment: null } }))).toBeNull();
  });
});
