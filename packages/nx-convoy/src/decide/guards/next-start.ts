import type { Freeze, Window } from '../../model/calendar-declaration';
import { frostAt } from './freeze-times';
import { zoneOf, type Zone } from './local-time';
import { endOfOpenings, nextOpening, sayInstant } from './window-times';

/** More freezes and windows in a row than anybody declares. */
const MOST_STEPS = 1000;

export interface Calendar {
  readonly windows: readonly Window[];
  readonly freezes?: readonly Freeze[];
  /** ISO 8601. */
  readonly now: string;
  /** The time zone of whoever asks, who is told in that one, too. */
  readonly here?: string;
}

/** When deploys may start again, by the clocks of the window (or the freeze that ends), and by those here where they differ; null: never. */
export function nextStart({ windows, freezes = [], now, here }: Calendar): string | null {
  let at = Date.parse(now);
  let zone: Zone = zoneOf('UTC');
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const frost = frostAt(freezes, at);
    const time = new Date(at).toISOString();
    if (frost !== null) [at, zone] = [frost.to, frost.zone];
    else if (windows.length === 0 || endOfOpenings(windows, time) !== null)
      return sayBoth(at, openZone(windows, time) ?? zone, here);
    else {
      const next = nextOpening(windows, time);
      if (next === null) return null;
      [at, zone] = [next.from, next.zone];
    }
  }
  return null;
}

/** `Mon 2026-03-02 19:00 America/New_York (Tue 2026-03-03 01:00 Europe/Berlin)` */
export function sayBoth(instant: number, zone: Zone, here: string | undefined): string {
  const there = sayInstant(instant, zone);
  if (here === undefined || here === zone.name) return there;
  return `${there} (${sayInstant(instant, zoneOf(here))})`;
}

/** The zone of a window that is open then. */
export function openZone(windows: readonly Window[], now: string): Zone | null {
  const open = windows.find((window) => endOfOpenings([window], now) !== null);
  return open === undefined ? null : zoneOf(open.timezone);
}
