import type { CoordinationError } from '../../model/coordination-error';
import { cloneStale } from '../../model/guard-errors';

export interface StaleCloneFacts {
  readonly environment: string;
  /** Of the last verified receipt: HEAD of the coordination repository then; null: it was not known. */
  readonly coordinationCommit: string | null;
  /** Whether HEAD contains it; null: this clone does not know the commit. */
  readonly contains: boolean | null;
  readonly reason: string | null;
}

/** Refuses to deploy from a clone that is older than what was last deployed from: its pins may be, too. */
export function staleCloneRefusal(facts: StaleCloneFacts): CoordinationError | null {
  const { environment, coordinationCommit, contains, reason } = facts;
  if (coordinationCommit === null || contains === true || reason !== null) return null;
  return cloneStale(environment, coordinationCommit);
}
