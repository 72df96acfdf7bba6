import { failedReceipt, ledgerState, receipt, started } from '../../tests/fakes/values';
import { applyEntries, emptyLedger } from './ledger-state';
import type { ComponentRecord, LedgerEntry } from './receipt';

function after(...entries: LedgerEntry[]): ComponentRecord | undefined {
  return applyEntries(emptyLedger('sandbox', 'dev'), entries).components['backend'];
}
const at = (hour: number): string => `2026-03-01T${hour}:00:00.000Z`;

describe('applyEntries', () => {
  it('leaves the state before as it was', () => {
    const before = ledgerState();
    applyEntries(before, [receipt()]);
    expect(before).toEqual(ledgerState());
  });

  it('ends an attempt by its own receipt', () => {
    expect(after(started({ run: 'run-1' }), receipt())?.started).toBeNull();
    expect(after(started({ run: 'run-1' }), failedReceipt({ run: 'run-1' }))?.started).toBeNull();
  });

  it('ends it by a later deploy, but not because somebody looked at it', () => {
    const lost = started({ run: 'lost', startedAt: at(10) });
    expect(after(lost, receipt({ run: 'later', startedAt: at(11) }))?.started).toBeNull();
    expect(after(lost, receipt({ run: 'later', startedAt: at(11), verb: 'verify' }))?.started).toEqual(lost);
    expect(after(lost, receipt({ run: 'earlier', startedAt: '2026-03-01T09:00:00.000Z' }))?.started).toEqual(
      lost,
    );
  });

  it('tells the last receipt from the last that was verified', () => {
    const [good, bad] = [receipt({ finishedAt: at(10) }), failedReceipt({ finishedAt: at(11) })];
    expect(after(good, bad)).toMatchObject({ started: null, last: bad, verified: good });
  });

  it.each([
    ['deployed', 'failed'],
    ['deployed', 'inconclusive'],
    ['deployed', null],
    ['failed', 'passed'],
    ['interrupted', 'passed'],
  ] as const)('does not take %s with verdict %s for verified', (outcome, verdict) => {
    expect(after(receipt({ outcome, verdict }))?.verified).toBeNull();
  });

  it('never lets a receipt that arrives late become current over a newer one', () => {
    const [first, second, third] = [
      receipt({ run: 'first', finishedAt: at(10) }),
      receipt({ run: 'second', finishedAt: at(11) }),
      failedReceipt({ run: 'third', finishedAt: at(12) }),
    ];
    expect(after(first, third, second)).toMatchObject({ started: null, last: third, verified: second });
    expect(after(second, first)).toMatchObject({ started: null, last: second, verified: second });
  });
});
