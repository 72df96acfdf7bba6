import { isCoordinationError } from '../model/coordination-error';
import type { Occurrence } from '../model/receipt';
import type { World } from './world';

const UNDELIVERED = ['CONVOY_LEDGER_UNREACHABLE', 'CONVOY_LOCK_LOST'];

/**
 * Says in the ledger what was done. Where it takes nothing any more, since it cannot be reached or another run has the lock by now, that is kept on this machine, the
 * next run delivers it, and the refusal is thrown on.
 */
export async function recordOccurrences(entries: readonly Occurrence[], world: World): Promise<void> {
  const [first] = entries;
  if (first === undefined) return;
  const { environment, token } = first;
  try {
    await world.ledger.append(environment, entries, token);
  } catch (cause) {
    if (isCoordinationError(cause) && UNDELIVERED.includes(cause.code))
      await world.outbox.keep(environment, entries);
    throw cause;
  }
}
