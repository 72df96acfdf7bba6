import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from './ports';

/** The machine's clock: the one place that reads the time. */
export function createClock(): Clock {
  return {
    now: () => new Date().toISOString(),
    pause: (milliseconds) => wait(milliseconds),
  };
}
