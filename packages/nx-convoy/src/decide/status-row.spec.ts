import {
  commit,
  failedReceipt,
  liveState,
  neverDeployed,
  pin,
  receipt,
  record,
  started,
  tree,
} from '../../tests/fakes/values';
import { statusRow, type StatusFacts } from './status-row';

const row = (change: Partial<StatusFacts>) =>
  statusRow({ component: 'backend', pin: pin(), record: record(), live: liveState(), ...change });
const live = { commit: commit('b'), tree: tree('b') };

describe('statusRow', () => {
  it('tells a verified component', () => {
    expect(row({})).toEqual({
      component: 'backend',
      pin: { commit: commit('b'), tree: tree('b') },
      live,
      verdict: 'passed',
      verifiedAt: '2026-03-01T10:01:04.000Z',
      run: 'run-1',
    });
  });

  it.each([null, neverDeployed])('tells a component of which nothing is known (%#)', (known) => {
    expect(row({ record: known })).toMatchObject({
      live: null,
      verdict: 'none',
      verifiedAt: null,
      run: null,
    });
  });

  it('tells a component without a pin', () => {
    expect(row({ pin: null })).toMatchObject({ pin: null, live, verdict: 'passed' });
  });

  it('takes the verdict of the ledger where the live state was not read', () => {
    expect(row({ live: null }).verdict).toBe('passed');
  });

  it('does not call passed what was changed since', () => {
    expect(row({ live: liveState({ layers: [{ name: 'shared', version: 2 }] }) }).verdict).toBe(
      'inconclusive',
    );
  });

  it('does not call passed what an open attempt is changing', () => {
    expect(row({ record: record({ started: started() }) }).verdict).toBe('inconclusive');
  });

  it('shows what was verified before when the last attempt got nowhere', () => {
    const last = failedReceipt({ commit: commit('c'), tree: tree('c') });
    expect(row({ record: record({ last }) })).toMatchObject({ live, verdict: 'failed', run: 'run-2' });
  });

  it('shows what the last attempt left live when it was not verified', () => {
    const last = failedReceipt({
      commit: commit('c'),
      tree: tree('c'),
      verdict: 'failed',
      after: liveState(),
    });
    expect(row({ record: record({ last }) })).toMatchObject({
      live: { commit: commit('c'), tree: tree('c') },
      verdict: 'failed',
      verifiedAt: '2026-03-01T10:01:04.000Z',
    });
  });

  it('keeps an inconclusive verdict', () => {
    expect(row({ record: record({ last: receipt({ verdict: 'inconclusive' }) }) }).verdict).toBe(
      'inconclusive',
    );
  });
});
