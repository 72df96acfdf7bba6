import fc from 'fast-check';
import type { LogEvent } from '../../model/log-event';
import { openLogStream, OVERLAP_MILLISECONDS, releaseLines, takeEvents, type LogLine } from './log-stream';

interface Written extends LogEvent {
  readonly source: number;
  /** When a look shows it. */
  readonly visible: number;
}

const GROUPS = 3;
const written = fc
  .array(
    fc.record({
      source: fc.nat(GROUPS - 1),
      stream: fc.constantFrom('one', 'two'),
      at: fc.nat(60_000),
      late: fc.nat(OVERLAP_MILLISECONDS - 1),
    }),
    { maxLength: 80 },
  )
  .map((all) =>
    all.map(({ late, ...rest }, index): Written => ({
      ...rest,
      id: `event-${index}`,
      message: `line ${index}`,
      visible: rest.at + late,
    })),
  );

/** Looks at every group every so often; a look may fail, and then shows nothing. */
function followed(events: readonly Written[], step: number, fails: readonly boolean[]): LogLine[] {
  let stream = openLogStream(GROUPS, 0);
  const lines: LogLine[] = [];
  let look = 0;
  for (let now = 0; now <= 60_000 + OVERLAP_MILLISECONDS + step; now += step) {
    for (let source = 0; source < GROUPS; source += 1) {
      look += 1;
      const since = stream.groups[source]?.since ?? 0;
      if (fails[look % fails.length] === true) continue;
      const shown = events.filter(
        (each) => each.source === source && each.at >= since && each.visible <= now,
      );
      stream = takeEvents(stream, source, { events: shown, now });
    }
    const release = releaseLines(stream, now);
    lines.push(...release.lines);
    stream = release.stream;
  }
  // The last look of all: what failed before is shown now.
  for (let source = 0; source < GROUPS; source += 1) {
    const since = stream.groups[source]?.since ?? 0;
    const shown = events.filter((each) => each.source === source && each.at >= since);
    stream = takeEvents(stream, source, { events: shown, now: 1_000_000 });
  }
  return [...lines, ...releaseLines(stream, 1_000_000, true).lines];
}

const ids = (lines: readonly LogLine[]): string[] => lines.map(({ event }) => event.id);

it('shows every event exactly once, however late it becomes visible and whatever look fails', () => {
  // At least one look in each round of ten succeeds for some group; the last look of all always does.
  const fails = fc.array(fc.boolean(), { minLength: 1, maxLength: 7 }).filter((each) => each.includes(false));
  fc.assert(
    fc.property(written, fc.integer({ min: 200, max: 5_000 }), fails, (events, step, failing) => {
      const shown = ids(followed(events, step, failing.every((each) => !each) ? [false] : failing));
      expect([...shown].sort()).toEqual(events.map(({ id }) => id).sort());
    }),
  );
});

it('shows what is visible at once in the order of time, over all groups', () => {
  fc.assert(
    fc.property(written, (events) => {
      let stream = openLogStream(GROUPS, 0);
      for (let source = 0; source < GROUPS; source += 1)
        stream = takeEvents(stream, source, {
          events: events.filter((each) => each.source === source),
          now: 0,
        });
      const times = releaseLines(stream, 10_000).lines.map(({ event }) => event.at);
      expect(times).toEqual([...times].sort((left, right) => left - right));
      expect(times).toHaveLength(events.length);
    }),
  );
});

it('keeps the order of a stream for events of the same moment', () => {
  const events = ['a', 'b', 'c', 'd'].map((id) => ({ id, stream: 'one', at: 5, message: id }));
  const stream = takeEvents(openLogStream(1, 0), 0, { events, now: 0 });
  expect(ids(releaseLines(stream, 10_000).lines)).toEqual(['a', 'b', 'c', 'd']);
});

it('does not keep what no look shows again: following for days costs no memory', () => {
  let stream = openLogStream(1, 0);
  for (let index = 0; index < 5_000; index += 1) {
    const at = index * 1_000;
    stream = takeEvents(stream, 0, {
      events: [{ id: `e${index}`, stream: 'one', at, message: '' }],
      now: at,
    });
    stream = releaseLines(stream, at + 10_000).stream;
  }
  expect(stream.groups[0]?.seen.size).toBeLessThanOrEqual(OVERLAP_MILLISECONDS / 1_000 + 1);
  expect(stream.waiting).toEqual([]);
});
