import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from './ports';

/** The machine's clock: the one place that reads the time. */
export function createClock(): Clock {
  return {
    now: () => new Date().toISOString(),
    zone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
    pause: (milliseconds) => wait(milliseconds),
  };
}
