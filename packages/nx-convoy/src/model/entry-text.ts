import type { LedgerEntry } from './receipt';

/**
 * The texts under which an entry may stand in the ledger. A push whose answer was lost may have got there: then the entry is delivered
 * again, marked late, and is still the same one.
 */
export function textsOfEntry(entry: LedgerEntry): string[] {
  if (entry.type !== 'receipt') return [textOf(entry)];
  const spellings = [entry, { ...entry, late: !entry.late }];
  return spellings.map(textOf);
}

/** A file of the ledger as it is written. */
export function textOf(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
