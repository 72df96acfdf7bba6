import type { ComponentRecord, LedgerEntry, LedgerState, Receipt, WorldName } from './receipt';

const NOTHING: ComponentRecord = { started: null, last: null, verified: null };

/** The ledger of an environment that was never deployed. */
export function emptyLedger(world: WorldName, environment: string): LedgerState {
  return { version: 1, world, environment, components: {} };
}

/** The state after entries: what began, what ended, what was last verified. */
export function applyEntries(state: LedgerState, entries: readonly LedgerEntry[]): LedgerState {
  return entries.reduce((before, entry) => {
    const record = applyEntry(before.components[entry.component] ?? NOTHING, entry);
    return { ...before, components: { ...before.components, [entry.component]: record } };
  }, state);
}

function applyEntry(record: ComponentRecord, entry: LedgerEntry): ComponentRecord {
  if (entry.type === 'started') return { ...record, started: entry };
  const started = record.started?.run === entry.run || isOlder(record.started?.startedAt, entry.startedAt) ? null : record.started;
  // A receipt that arrives late is history; it never becomes current over a newer one.
  if (record.last !== null && isOlder(entry.finishedAt, record.last.finishedAt)) return { ...record, started };
  return { started, last: entry, verified: isVerified(entry) ? entry : record.verified };
}

function isVerified(receipt: Receipt): boolean {
  return receipt.verdict === 'passed' && ['deployed', 'unchanged', 'rolled-back'].includes(receipt.outcome);
}

function isOlder(left: string | undefined, right: string): boolean {
  return left !== undefined && Date.parse(left) < Date.parse(right);
}
