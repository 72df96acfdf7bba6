import type { CoordinationError } from '../../model/coordination-error';
import { windowClosed, windowEnded } from '../../model/guard-errors';
import { endOfOpenings, nextOpening, type Window } from './window-times';

export interface WindowFacts {
  readonly environment: string;
  /** None: deploys may start at any time. */
  readonly windows: readonly Window[];
  /** ISO 8601. */
  readonly now: string;
  readonly outsideWindow: boolean;
}

/** Refuses to begin a run outside the windows of the environment. */
export function windowRefusal(facts: WindowFacts): CoordinationError | null {
  const { environment, windows, now } = facts;
  return isOpen(facts) ? null : windowClosed(environment, nextOpening(windows, now));
}

/** Asked before each component of a run that began in a window: what runs is finished, nothing more is started once it has ended. */
export function mayStart(facts: WindowFacts): CoordinationError | null {
  const { environment, windows, now } = facts;
  return isOpen(facts) ? null : windowEnded(environment, nextOpening(windows, now));
}

/** When deploys may no longer start, as things are now, in ISO 8601; null: no end is in sight, or it is outside the windows. */
export function endOfWindow({ windows, now, outsideWindow }: WindowFacts): string | null {
  return outsideWindow || windows.length === 0 ? null : endOfOpenings(windows, now);
}

function isOpen({ windows, now, outsideWindow }: WindowFacts): boolean {
  return outsideWindow || windows.length === 0 || endOfOpenings(windows, now) !== null;
}
