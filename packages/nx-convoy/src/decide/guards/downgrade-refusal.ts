import type { CoordinationError } from '../../model/coordination-error';
import { downgrade } from '../../model/branch-errors';
import type { Pin } from '../../model/pin';
import type { Place } from '../../model/receipt';

export interface DowngradeFacts {
  readonly component: string;
  readonly environment: string;
  readonly pin: Pick<Pin, 'commit' | 'tree'>;
  /** What was last verified; null: nothing was. */
  readonly live: Place | null;
  /** Whether the pin is an ancestor of what is live. */
  readonly pinIsOlder: boolean;
  readonly reason: string | null;
}

/** Refuses to deploy a commit that what is live already contains. Not for going back: a rollback means to. */
export function downgradeRefusal(facts: DowngradeFacts): CoordinationError | null {
  const { component, environment, pin, live, pinIsOlder, reason } = facts;
  // An older commit with the same tree is the same deployment.
  if (live === null || !pinIsOlder || live.tree === pin.tree || reason !== null) return null;
  return downgrade({ component, environment, live: live.commit, pin: pin.commit });
}
