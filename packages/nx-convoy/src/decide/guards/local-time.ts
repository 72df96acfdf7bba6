// Wall clocks of a time zone, by what Intl knows of its history; instants are milliseconds since 1970 in UTC.

const PARTS = ['year', 'month', 'day', 'hour', 'minute', 'second'] as const;
const DAY = 86_400_000;

/** What the clocks in one time zone show. */
export interface Zone {
  readonly name: string;
  /** The wall clock at an instant, as if it were UTC. */
  readonly wallAt: (instant: number) => number;
}

export function zoneOf(name: string): Zone {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: name,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return {
    name,
    wallAt: (instant) => {
      const shown = new Map(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
      const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = PARTS.map((part) =>
        shown.get(part),
      );
      return Date.UTC(year, month - 1, day, hour, minute, second) + (((instant % 1000) + 1000) % 1000);
    },
  };
}

/**
 * The instant at which the clocks show a wall time. Where it comes twice (clocks go back) it is the first; where it never comes (clocks go
 * forward) it is as much later as the clocks leap, so that a time span keeps its length.
 */
export function instantOf(wall: number, zone: Zone): number {
  const before = zone.wallAt(wall - DAY) - (wall - DAY);
  const after = zone.wallAt(wall + DAY) - (wall + DAY);
  const candidates = [wall - before, wall - after].sort((left, right) => left - right);
  return candidates.find((instant) => zone.wallAt(instant) === wall) ?? wall - before;
}
