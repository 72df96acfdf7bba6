import type { ComponentRecord, Receipt } from '../model/receipt';

/** The receipt of what is live, as the ledger has it: a deploy that got nowhere changed nothing. */
export function liveReceipt(record: ComponentRecord | null): Receipt | null {
  const last = record?.last ?? null;
  return last?.after == null ? (record?.verified ?? null) : last;
}
