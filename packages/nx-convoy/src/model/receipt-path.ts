/** `entries/<component>/<began>-<run>-<verb>.json`, as `entryPath` makes it; what began alone is not told by a verb. */
const RECEIPT =
  /^entries\/[^/]+\/(?<date>\d{4})(?<month>\d\d)(?<day>\d\d)T\d{9}Z-.+-(deploy|verify|rollback)\.json$/;
const DAY_MILLISECONDS = 86_400_000;
/** Nothing that is deployed takes longer. */
const LONGEST_DAYS = 7;

/** Whether a file of the ledger may be a receipt of what ended at or after the time, by its name alone: thousands of older ones need not be read. */
export function mayHaveEndedSince(path: string, since: string): boolean {
  if (!path.startsWith('entries/') || path.endsWith('-started.json')) return false;
  const groups = RECEIPT.exec(path)?.groups;
  // A name that tells no day is looked into.
  if (groups === undefined) return true;
  const { date = '', month = '', day = '' } = groups;
  const began = Date.parse(`${date}-${month}-${day}T00:00:00Z`);
  return began + (LONGEST_DAYS + 1) * DAY_MILLISECONDS >= Date.parse(since);
}
