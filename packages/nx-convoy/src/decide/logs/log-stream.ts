import type { LogEvent } from '../../model/log-event';

/** How far back each look goes again: an event may become visible later than newer ones. */
export const OVERLAP_MILLISECONDS = 30_000;
/** How long an event waits for others that are older and arrive later. */
export const SETTLE_MILLISECONDS = 1_500;

interface Waiting {
  readonly source: number;
  readonly event: LogEvent;
  /** When it was first seen, and in which order. */
  readonly arrived: number;
  readonly number: number;
}

export interface LogLine {
  /** Index of the log group that it came from. */
  readonly source: number;
  readonly event: LogEvent;
}

/** Several log groups as one stream: every event once, in the order of time as far as what arrived allows. */
export interface LogStream {
  readonly groups: readonly GroupPosition[];
  readonly waiting: readonly Waiting[];
  readonly count: number;
}

interface GroupPosition {
  /** Milliseconds; the next look begins here. */
  readonly since: number;
  /** Events that that look will show again: id, then time. */
  readonly seen: ReadonlyMap<string, number>;
}

export function openLogStream(groups: number, since: number): LogStream {
  return {
    groups: Array.from({ length: groups }, () => ({ since, seen: new Map() })),
    waiting: [],
    count: 0,
  };
}

/** Takes in everything that one look at a group found; a look that failed in the middle must not be taken in. */
export function takeEvents(
  stream: LogStream,
  source: number,
  { events, now }: { readonly events: readonly LogEvent[]; readonly now: number },
): LogStream {
  const position = stream.groups[source];
  if (position === undefined) throw new RangeError(`there is no group ${source}`);
  const unseen = events.filter(({ id }) => !position.seen.has(id));
  const fresh = [...new Map(unseen.map((event) => [event.id, event])).values()];
  if (fresh.length === 0) return stream;
  const newest = fresh.reduce(
    (latest, { at }) => Math.max(latest, at - OVERLAP_MILLISECONDS),
    position.since,
  );
  const known = [...position.seen, ...fresh.map(({ id, at }) => [id, at] as const)];
  const seen = new Map(known.filter(([, at]) => at >= newest));
  const added = fresh.map((event, index) => ({ source, event, arrived: now, number: stream.count + index }));
  return {
    groups: stream.groups.map((each, index) => (index === source ? { since: newest, seen } : each)),
    waiting: [...stream.waiting, ...added],
    count: stream.count + fresh.length,
  };
}

export interface Release {
  readonly lines: readonly LogLine[];
  readonly stream: LogStream;
}

/** What has waited long enough, with everything that is older, in the order of time; events of one moment in the order in which they came. */
export function releaseLines(stream: LogStream, now: number, isEnd = false): Release {
  const ready = stream.waiting.filter(({ arrived }) => isEnd || now - arrived >= SETTLE_MILLISECONDS);
  if (ready.length === 0) return { lines: [], stream };
  const horizon = ready.reduce((latest, { event }) => Math.max(latest, event.at), 0);
  const out = stream.waiting.filter(({ event }) => event.at <= horizon);
  const lines = [...out].sort((left, right) => left.event.at - right.event.at || left.number - right.number);
  return {
    lines: lines.map(({ source, event }) => ({ source, event })),
    stream: { ...stream, waiting: stream.waiting.filter(({ event }) => event.at > horizon) },
  };
}
