import { releaseSchema, type Release } from '../../model/receipt';
import { parseLedgerFile, type Expected } from './parse-ledger-file';

/** A release as the ledger keeps it. */
export function parseRelease(text: string, expected: Expected): Release {
  return parseLedgerFile(text, expected, releaseSchema);
}
