import type { Ledger, Locks } from '../ports';
import { createLedger } from './ledger';
import { ledgerEnvironments } from './ledger-environment';
import type { LedgerOptions } from './ledger-options';
import { createLocks } from './lock';

/** Ledger and locks at one remote. Together they ask it once where each alone would ask. */
export function createLedgerAndLocks(options: LedgerOptions): { ledger: Ledger; locks: Locks } {
  const open = ledgerEnvironments(options);
  return { ledger: createLedger(options, open), locks: createLocks(options, open) };
}
