import type { LedgerEntry } from './receipt';

/** When an entry became true: the end of what it tells of, where it tells of something that ends. */
export function entryTime(entry: LedgerEntry): string {
  switch (entry.type) {
    case 'started':
    case 'occurrence':
      return entry.startedAt;
    case 'receipt':
    case 'release':
      return entry.finishedAt;
  }
}

/** The oldest first: for sorting. */
export function byTime(left: LedgerEntry, right: LedgerEntry): number {
  return Date.parse(entryTime(left)) - Date.parse(entryTime(right));
}
