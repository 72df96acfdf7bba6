import type { Window } from '../../model/calendar-declaration';
import { instantOf, zoneOf, type Zone } from './local-time';

const WEEK = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const DAY = 86_400_000;
/** Which days round today are looked at: yesterday's window may reach over midnight, and the next one is at most a week away. */
const DAYS = [-1, 0, 1, 2, 3, 4, 5, 6, 7, 8];

/** One opening of a window: from an instant up to, but not with, another. */
export interface Opening {
  readonly from: number;
  readonly to: number;
  readonly zone: Zone;
}

/** When the windows are open, from yesterday until a week from now, sorted. An end that is not later than the start is on the next day. */
export function openings(windows: readonly Window[], now: string): Opening[] {
  return windows
    .flatMap((window) => openingsOf(window, Date.parse(now)))
    .sort((left, right) => left.from - right.from);
}

/** When the openings that now lies in end, those that follow on without a gap included; null: it lies in none. */
export function endOfOpenings(windows: readonly Window[], now: string): string | null {
  let end: number | null = null;
  for (const { from, to } of openings(windows, now)) {
    const reached = end ?? Date.parse(now);
    if (from <= reached && reached < to) end = to;
  }
  return end === null ? null : new Date(end).toISOString();
}

/** The next opening that begins after now; null: there is none. */
export function nextOpening(windows: readonly Window[], now: string): Opening | null {
  const instant = Date.parse(now);
  return openings(windows, now).find(({ from, to }) => from > instant && from < to) ?? null;
}

/** An instant as the clocks of a zone show it: `Mon 2026-03-02 19:00 America/New_York`. */
export function sayInstant(instant: number, zone: Zone): string {
  const wall = new Date(zone.wallAt(instant));
  const shown = wall.toISOString().slice(0, 16).replace('T', ' ');
  return `${WEEK[wall.getUTCDay()] ?? ''} ${shown} ${zone.name}`;
}

function openingsOf(window: Window, now: number): Opening[] {
  const zone = zoneOf(window.timezone);
  const days = daysOf(window.days);
  const today = Math.floor(zone.wallAt(now) / DAY) * DAY;
  return DAYS.map((count) => today + count * DAY)
    .filter((day) => days.has(new Date(day).getUTCDay()))
    .map((day) => {
      const [from, to] = [day + timeOf(window.from), day + timeOf(window.to)];
      return { from: instantOf(from, zone), to: instantOf(to > from ? to : to + DAY, zone), zone };
    });
}

/** `Mon-Thu,Sat` as numbers, Sunday 0; a range may go over the end of the week. */
function daysOf(text: string): Set<number> {
  const days = text.split(',').flatMap((part) => {
    const [first = '', last = first] = part.split('-');
    const start = WEEK.indexOf(first);
    const count = ((WEEK.indexOf(last) - start + WEEK.length) % WEEK.length) + 1;
    return Array.from({ length: count }, (_, index) => (start + index) % WEEK.length);
  });
  return new Set(days);
}

/** `19:30` as milliseconds since midnight. */
function timeOf(text: string): number {
  const [hours = 0, minutes = 0] = text.split(':').map(Number);
  return (hours * 60 + minutes) * 60_000;
}
