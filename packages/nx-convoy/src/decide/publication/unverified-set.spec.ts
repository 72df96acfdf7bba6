import {
  commit,
  failedReceipt,
  ledgerState,
  neverDeployed,
  pin,
  receipt,
  record,
  tree,
} from '../../../tests/fakes/values';
import { hold, releaseSummary } from '../../../tests/fakes/values-of-release';
import type { LedgerState } from '../../model/receipt';
import { unverifiedSet, type PinnedNow } from './unverified-set';

const released = releaseSummary({ components: { backend: { commit: commit('b'), tree: tree('b') } } });
const said = (change: Partial<LedgerState> = {}, now: Partial<PinnedNow> = {}): string[] =>
  unverifiedSet({
    state: { ...ledgerState({ backend: record() }), releases: [released], ...change },
    components: [{ component: 'backend', pin: pin('b'), verdict: 'passed', ...now }],
  });

describe('the newest release', () => {
  it('can be published where it is what is pinned, verified and live', () => {
    expect(said()).toEqual([]);
    expect(said({}, { verdict: null })).toEqual([]);
    expect(said({}, { pin: pin('b', { commit: commit('c') }) })).toEqual([]);
  });

  it('is missing: what stands in its way is told all the same', () => {
    const components = { backend: record({ last: failedReceipt() }) };
    expect(said({ releases: [], components })).toEqual([
      'there was no release yet',
      'backend: run run-2 did not pass',
    ]);
    expect(said({ releases: [], components: { backend: neverDeployed } })).toEqual([
      'there was no release yet',
      'backend: it was never verified',
    ]);
  });

  it('is not what is there: each component says why', () => {
    expect(said({}, { pin: null })).toEqual(['backend: it is not pinned']);
    expect(said({}, { pin: pin('c') })).toEqual(['backend: bbbbbbb is live, the pin is ccccccc']);
    expect(said({}, { verdict: 'inconclusive' })).toEqual([
      'backend: what is live was changed since run run-1',
    ]);
    const source = receipt({ source: { dirty: false } });
    expect(said({ components: { backend: record({ last: source, verified: source }) } })).toEqual([
      'backend: run run-1 deployed it from a local checkout',
    ]);
    expect(said({ releases: [releaseSummary()] })).toEqual([
      'backend: the last release (run run-0) has aaaaaaa, the pin is bbbbbbb',
    ]);
  });

  it('waits for a rollback to end, and for a hold to be over', () => {
    const rollback = { run: 'run-5', target: 'run-0', failed: [] };
    expect(said({ rollback, hold: hold() })).toEqual([
      'run run-5 began to roll back and has not ended',
      'run run-5 rolled back, and what it took away is held',
    ]);
  });
});
