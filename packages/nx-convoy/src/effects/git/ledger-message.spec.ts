import { commit, receipt, started } from '../../../tests/fakes/values';
import { unlocked } from '../../../tests/fakes/values-of-lock';
import type { LedgerEntry, Release } from '../../model/receipt';
import { ledgerMessage } from './ledger-message';

function release(change: Partial<Release> = {}): Release {
  const { commit: id, tree, declaration, contentDigest, outputs } = receipt();
  const live = { stacks: [], functions: [], layers: [], schema: null, pages: null };
  const whole = { commit: id, tree, declaration, contentDigest, outputs, live };
  const { version, world, environment, run, who, startedAt, token } = unlocked();
  return {
    type: 'release',
    ...{ version, world, environment, run, who, startedAt, token },
    finishedAt: '2026-03-02T23:40:00.000Z',
    coordinationCommit: null,
    adopted: false,
    components: { backend: { ...whole, carrier: null, stored: [], source: null } },
    ...change,
  };
}

const twice = { backend: release().components['backend']!, trustx: release().components['backend']! };

it.each<[string, LedgerEntry]>([
  ['backend: started bbbbbbb', started()],
  ['backend: rollback to bbbbbbb started', started({ verb: 'rollback', target: 'run-0' })],
  ['backend: deployed bbbbbbb (verified passed)', receipt()],
  ['backend: deploy interrupted at bbbbbbb', receipt({ outcome: 'interrupted', verdict: null })],
  ['backend: deployed bbbbbbb (verified passed) (delivered late)', receipt({ late: true })],
  [
    'backend: looked at bbbbbbb (verified failed)',
    receipt({ verb: 'verify', outcome: 'unchanged', verdict: 'failed' }),
  ],
  [
    'backend: rolled back to bbbbbbb (verified passed)',
    receipt({ verb: 'rollback', outcome: 'rolled-back' }),
  ],
  ['release: 1 component verified', release()],
  ['release: 2 components verified', release({ components: twice })],
  ['release: 1 component taken over as found', release({ adopted: true })],
  ['unlocked: laptop died', unlocked()],
  ['hold released: the fix is in', unlocked({ what: { kind: 'hold-released', reason: 'the fix\n is in' } })],
  ['rolled back to the release of run 81c2', unlocked({ what: { kind: 'rolled-back', target: '81c2' } })],
])('%s', (subject, entry) => {
  expect(ledgerMessage([entry]).split('\n')[0]).toBe(subject);
});

it('says who, from what, to what, in which run and world, each once', () => {
  const entry = receipt({ target: 'run-0', from: { commit: commit('a'), tree: '' }, who: 'ann\n@host' });
  expect(ledgerMessage([entry]).split('\n').slice(2)).toEqual([
    'Run: run-1',
    'Who: ann @host',
    `From: ${commit('a')}`,
    `To: ${commit('b')}`,
    'Release: run-0',
    'World: sandbox',
    '',
  ]);
  expect(ledgerMessage([release()])).toContain(`Live: backend ${commit('b')}`);
  expect(ledgerMessage([unlocked()])).toContain('From: user@host (run 81c2)');
});
