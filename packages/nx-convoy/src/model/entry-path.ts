import type { LedgerEntry } from './receipt';

/** Where an entry stands in the ledger. One file an entry: parallel tasks never touch the same one, and a delivery that is repeated meets itself. */
export function entryPath(entry: LedgerEntry): string {
  const began = entry.startedAt.replace(/[^0-9TZ]/g, '');
  switch (entry.type) {
    case 'started':
    case 'receipt': {
      const kind = entry.type === 'started' ? 'started' : entry.verb;
      return `entries/${entry.component}/${began}-${entry.run}-${kind}.json`;
    }
    case 'release':
      return `releases/${began}-${entry.run}.json`;
    case 'occurrence':
      return `occurrences/${began}-${entry.run}-${entry.what.kind}.json`;
  }
}
