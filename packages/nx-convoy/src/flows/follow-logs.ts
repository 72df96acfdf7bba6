import { errorLines } from '../decide/logs/is-error-line';
import { logFilter } from '../decide/logs/log-filter';
import type { LogGroup } from '../decide/logs/log-groups';
import {
  openLogStream,
  releaseLines,
  takeEvents,
  type LogLine,
  type LogStream,
} from '../decide/logs/log-stream';
import { isBug } from '../model/is-bug';
import type { LogEvent } from '../model/log-event';
import type { World } from './world';

const PAUSE_MILLISECONDS = 500;

export interface Following {
  readonly groups: readonly LogGroup[];
  /** Milliseconds since 1970. */
  readonly since: number;
  readonly filter: string | null;
  readonly errorsOnly: boolean;
  /** Asked before each look; the look after `false` is the last. */
  readonly goesOn: () => boolean;
}

/** Shows the log groups as one stream until it is told to end. What cannot be asked is said once and tried again; nothing is lost meanwhile. */
export async function followLogs(following: Following, world: World): Promise<number> {
  const { groups, since, goesOn, filter, errorsOnly } = following;
  const away = new Map<number, string>();
  const isWanted = wanted(filter, errorsOnly);
  let stream = openLogStream(groups.length, since);
  let shown = 0;
  const show = (lines: readonly LogLine[]): void => {
    for (const line of lines.filter(isWanted)) {
      shown += 1;
      world.output.line(render(line, groups));
    }
  };
  for (;;) {
    const isLast = !goesOn();
    for (const [source, events] of await lookAtAll(following, stream, { away, world }))
      stream = takeEvents(stream, source, { events, now: Date.parse(world.clock.now()) });
    const release = releaseLines(stream, Date.parse(world.clock.now()), isLast);
    show(release.lines);
    stream = release.stream;
    if (isLast) return shown;
    await world.clock.pause(PAUSE_MILLISECONDS);
  }
}

interface Watch {
  /** What was last said of groups that could not be read. */
  readonly away: Map<number, string>;
  readonly world: World;
}

/** All groups at once; of one that fails nothing is taken in, so that its next look shows everything again. */
async function lookAtAll(
  { groups, filter }: Following,
  stream: LogStream,
  { away, world }: Watch,
): Promise<[number, LogEvent[]][]> {
  const { pattern } = logFilter(filter);
  const looks = groups.map(async ({ region, group }, source): Promise<[number, LogEvent[]]> => {
    const position = stream.groups[source];
    if (position === undefined) throw new RangeError(`there is no group ${source}`);
    try {
      const events: LogEvent[] = [];
      let page: string | null = null;
      do {
        const answer = await world.logs(region).events(group, { since: position.since, pattern, page });
        events.push(...answer.events);
        page = answer.next;
      } while (page !== null);
      if (away.delete(source)) world.output.line(`${group} answers again`);
      return [source, events];
    } catch (cause) {
      if (isBug(cause)) throw cause;
      const message = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause);
      if (!away.has(source)) world.output.line(`${group} cannot be read, tried again: ${message}`);
      away.set(source, message);
      return [source, []];
    }
  });
  return Promise.all(looks);
}

function wanted(filter: string | null, errorsOnly: boolean): (line: LogLine) => boolean {
  const { text } = logFilter(filter);
  const isError = errorLines();
  return ({ source, event }) => {
    // Asked of every line: a traceback is followed over lines that a filter hides.
    const tells = !errorsOnly || isError(`${source} ${event.stream}`, event.message);
    return tells && (text === null || event.message.includes(text));
  };
}

function render({ source, event }: LogLine, groups: readonly LogGroup[]): string {
  const width = Math.max(0, ...groups.map(({ component }) => component.length));
  const component = groups[source]?.component ?? '';
  const time = new Date(event.at).toISOString().slice(11, 23);
  const head = `${component.padEnd(width)}  ${time}  `;
  return event.message
    .trimEnd()
    .split('\n')
    .map((line) => `${head}${line}`)
    .join('\n');
}
