import type { CoordinationError } from '../../model/coordination-error';
import { pinsUncommitted } from '../../model/guard-errors';

export interface CommittedFacts {
  readonly environment: string;
  readonly allowSource: boolean;
  /** Of repos.json and the pins of the run's components: what differs from HEAD or is not in it. */
  readonly uncommitted: readonly string[];
}

/** Refuses to deploy what nobody could look up later: what should run is in a commit wherever local checkouts are not allowed. */
export function committedPinsRefusal(facts: CommittedFacts): CoordinationError | null {
  const { environment, allowSource, uncommitted } = facts;
  return allowSource || uncommitted.length === 0 ? null : pinsUncommitted(environment, uncommitted);
}
