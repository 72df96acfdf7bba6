import { receipt, started } from '../../tests/fakes/values';
import { entryPath } from './entry-path';
import { mayHaveEndedSince } from './receipt-path';

const since = '2026-03-01T10:00:00.000Z';

describe('a file of the ledger, by its name', () => {
  it.each<[string, Parameters<typeof receipt>[0], boolean]>([
    ['that ended later', {}, true],
    ['that began before and may have ended after', { startedAt: '2026-02-28T23:59:00.000Z' }, true],
    ['that began long before', { startedAt: '2026-01-28T23:59:00.000Z' }, false],
    ['of a verification', { verb: 'verify' }, true],
    ['of a rollback long ago', { verb: 'rollback', startedAt: '2025-03-01T10:00:00.000Z' }, false],
  ])('of a receipt %s', (_name, change, expected) => {
    expect(mayHaveEndedSince(entryPath(receipt(change)), since)).toBe(expected);
  });

  it('that is no receipt is not read', () => {
    expect(mayHaveEndedSince(entryPath(started()), since)).toBe(false);
    expect(mayHaveEndedSince('state.json', since)).toBe(false);
    expect(mayHaveEndedSince('releases/20260301T100000000Z-run.json', since)).toBe(false);
  });

  it('whose name tells no time is looked into', () => {
    expect(mayHaveEndedSince('entries/backend/by-hand.json', since)).toBe(true);
  });
});
