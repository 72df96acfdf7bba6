import type { LedgerEntry } from '../../model/receipt';

/** One file an entry: parallel tasks never touch the same one, and a delivery that is repeated meets itself. */
export function entryPath(entry: LedgerEntry): string {
  const began = entry.startedAt.replace(/[^0-9TZ]/g, '');
  const kind = entry.type === 'started' ? 'started' : entry.verb;
  return `entries/${entry.component}/${began}-${entry.run}-${kind}.json`;
}
