import { frozen } from '../../model/calendar-errors';
import type { CoordinationError } from '../../model/coordination-error';
import { windowClosed, windowEnded } from '../../model/guard-errors';
import { frostAt, nextFrost } from './freeze-times';
import { nextStart, type Calendar } from './next-start';
import { endOfOpenings } from './window-times';

/** No windows: deploys may start at any time. No freezes: whenever the windows say so. */
export interface WindowFacts extends Calendar {
  readonly environment: string;
  readonly outsideWindow: boolean;
}

/** Refuses to begin a run in a freeze, or outside the windows of the environment. */
export function windowRefusal(facts: WindowFacts): CoordinationError | null {
  const { environment } = facts;
  if (mayBegin(facts)) return null;
  const freeze = reasonOfFreeze(facts);
  const next = nextStart(facts);
  return freeze === null ? windowClosed(environment, next) : frozen({ environment, reason: freeze, next });
}

/** Asked before each component of a run that began in a window: what runs is finished, nothing more is started once it has ended. */
export function mayStart(facts: WindowFacts): CoordinationError | null {
  return mayBegin(facts) ? null : windowEnded(facts.environment, nextStart(facts), reasonOfFreeze(facts));
}

/** When deploys may no longer start, as things are now, in ISO 8601; null: no end is in sight, or they may not start now. */
export function endOfWindow(facts: WindowFacts): string | null {
  const { windows, freezes = [], now, outsideWindow } = facts;
  if (outsideWindow || !mayBegin(facts)) return null;
  const frost = nextFrost(freezes, Date.parse(now));
  const ends = [
    ...(windows.length === 0 ? [] : [endOfOpenings(windows, now) ?? now]),
    ...(frost === null ? [] : [new Date(frost.from).toISOString()]),
  ];
  return ends.sort()[0] ?? null;
}

function mayBegin(facts: WindowFacts): boolean {
  const { windows, now, outsideWindow } = facts;
  if (outsideWindow) return true;
  return reasonOfFreeze(facts) === null && (windows.length === 0 || endOfOpenings(windows, now) !== null);
}

function reasonOfFreeze({ freezes = [], now }: WindowFacts): string | null {
  return frostAt(freezes, Date.parse(now))?.freeze.reason ?? null;
}
