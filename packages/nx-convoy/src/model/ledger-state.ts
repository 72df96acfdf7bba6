import type { ComponentRecord, LedgerEntry, LedgerState, Receipt, Started, WorldName } from './receipt';

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
  return {
    started: isEndedBy(record.started, entry) ? null : record.started,
    last: newer(record.last, entry),
    verified: isVerified(entry) ? newer(record.verified, entry) : record.verified,
  };
}

/** An attempt ends with its own receipt, or with that of a later run that did the work. Looking at it (verify) does not end another's. */
function isEndedBy(started: Started | null, receipt: Receipt): boolean {
  if (started === null || started.run === receipt.run) return true;
  return receipt.verb !== 'verify' && Date.parse(started.startedAt) < Date.parse(receipt.startedAt);
}

/** A receipt that arrives late is history; it never becomes current over a newer one. */
function newer(known: Receipt | null, receipt: Receipt): Receipt {
  if (known === null) return receipt;
  return Date.parse(receipt.finishedAt) < Date.parse(known.finishedAt) ? known : receipt;
}

function isVerified(receipt: Receipt): boolean {
  return receipt.verdict === 'passed' && ['deployed', 'unchanged', 'rolled-back'].includes(receipt.outcome);
}
