import type { CoordinationError } from '../../model/coordination-error';
import { baseUnknown } from '../../model/gate-errors';

export interface BaseFacts {
  readonly environment: string;
  /** What `nx affected` was told to compare with; null: nothing, so that Nx takes its own default. */
  readonly base: string | null;
  /** Whether the clone has such a ref or commit. */
  readonly exists: boolean;
}

/** Refuses an unknown base: without one, “nothing is affected” would only mean that nobody knows. */
export function baseRefusal({ environment, base, exists }: BaseFacts): CoordinationError | null {
  return base === null || exists ? null : baseUnknown(base, environment);
}
