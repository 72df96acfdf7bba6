import type { ComponentRecord, Receipt } from '../../model/receipt';

/**
 * What an alignment takes for live: what was verified last, or a deploy that was done and that the provider did not confirm, as where it did not get the newest
 * layer; null: nothing was ever deployed.
 */
export function alignedReceipt({ last, verified }: ComponentRecord): Receipt | null {
  return last?.failure?.code === 'CONVOY_NOT_CONFIRMED' ? last : verified;
}
