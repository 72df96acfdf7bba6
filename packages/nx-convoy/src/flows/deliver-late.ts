import type { LedgerEntry } from '../model/receipt';
import type { World } from './world';

/** Delivers what earlier runs on this machine could not: marked late, under the lock that this run holds. */
export async function deliverLate(environment: string, token: string, world: World): Promise<void> {
  const pending = await world.outbox.pending(environment);
  if (pending.length === 0) return;
  // The entry keeps the token under which it was written.
  const late = pending.map((entry): LedgerEntry =>
    entry.type === 'receipt' ? { ...entry, late: true } : entry,
  );
  await world.ledger.append(environment, late, token);
  await world.outbox.forget(environment, pending);
  const what = pending.length === 1 ? 'entry' : 'entries';
  world.output.line(`${environment}: ${pending.length} ${what} of an earlier run delivered to the ledger`);
}
