import { receiptSchema, type Receipt } from '../../model/receipt';
import { parseLedgerFile, type Expected } from './parse-ledger-file';

/** A receipt as the ledger keeps it. */
export function parseReceipt(text: string, expected: Expected): Receipt {
  return parseLedgerFile(text, expected, receiptSchema);
}
