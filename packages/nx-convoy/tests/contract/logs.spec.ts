import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { createLogs } from '../../src/effects/aws/logs';
import type { Logs } from '../../src/effects/logs-port';
import type { LogEvent } from '../../src/model/log-event';
import { FakeLogs } from '../fakes/fake-logs';
import { openEmulator } from './emulator';

interface Setup {
  readonly logs: Logs;
  /** Writes messages to a stream, a millisecond apart, beginning at a time. */
  write(group: string, stream: string, at: number, messages: readonly string[]): Promise<void>;
  readonly close: () => Promise<void>;
}

async function fake(): Promise<Setup> {
  const logs = new FakeLogs(() => Number.MAX_SAFE_INTEGER);
  return {
    logs,
    write: async (group, stream, at, messages) => {
      for (const [index, message] of messages.entries())
        logs.put(group, { stream, at: at + index, visible: at, message });
    },
    close: async () => undefined,
  };
}

async function real(): Promise<Setup> {
  const { endpoint, credentials, close } = await openEmulator();
  const client = new CloudWatchLogsClient({ endpoint, credentials, region: 'us-east-1' });
  const place = { region: 'us-east-1', endpoint, credentials, profile: null, role: null, session: '' };
  const made = new Set<string>();
  const make = async (key: string, work: () => Promise<unknown>): Promise<void> => {
    if (made.has(key)) return;
    made.add(key);
    await work();
  };
  return {
    logs: createLogs(place),
    write: async (logGroupName, logStreamName, at, messages) => {
      await make(logGroupName, () => client.send(new CreateLogGroupCommand({ logGroupName })));
      await make(`${logGroupName} ${logStreamName}`, () =>
        client.send(new CreateLogStreamCommand({ logGroupName, logStreamName })),
      );
      const logEvents = messages.map((message, index) => ({ timestamp: at + index, message }));
      await client.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }));
    },
    close: async () => {
      client.destroy();
      await close();
    },
  };
}

describe.each([
  ['fake', fake],
  ['real', real],
])('logs (%s)', (kind, open) => {
  let setup: Setup;
  let count = 0;
  let group = '';
  // Events of the future or of long ago are not taken by the provider.
  const now = Date.parse(new Date().toISOString());
  beforeAll(async () => {
    setup = await open();
  }, 60_000);
  afterAll(() => setup.close());
  beforeEach(() => {
    count += 1;
    group = `/test/${kind}/${count}`;
  });

  async function all(since: number, pattern: string | null = null): Promise<LogEvent[]> {
    const events: LogEvent[] = [];
    let page: string | null = null;
    do {
      const answer = await setup.logs.events(group, { since, pattern, page });
      events.push(...answer.events);
      page = answer.next;
    } while (page !== null);
    return events;
  }
  const messages = (events: readonly LogEvent[]): string[] => events.map(({ message }) => message.trimEnd());

  it('has none of a group that is not there', async () => {
    expect(await all(0)).toEqual([]);
  });

  it('shows the events of all streams since a time, with a time and an id that stays', async () => {
    await setup.write(group, 'one', now - 5_000, ['a', 'b']);
    await setup.write(group, 'two', now - 4_000, ['c']);
    const first = await all(now - 5_000);
    expect(messages(first).sort()).toEqual(['a', 'b', 'c']);
    expect(new Set(first.map(({ id }) => id)).size).toBe(3);
    expect(new Set(first.map(({ stream }) => stream))).toEqual(new Set(['one', 'two']));
    expect((await all(now - 5_000)).map(({ id }) => id).sort()).toEqual(first.map(({ id }) => id).sort());
    expect(messages(await all(now - 4_999)).sort()).toEqual(['b', 'c']);
  });

  it('shows events of one moment each by itself, also where they say the same', async () => {
    await setup.write(group, 'one', now - 3_000, ['same']);
    await setup.write(group, 'one', now - 3_000, ['same']);
    await setup.write(group, 'two', now - 3_000, ['same']);
    const found = await all(now - 3_000);
    expect(found).toHaveLength(3);
    expect(new Set(found.map(({ id }) => id)).size).toBe(3);
  });

  it('shows every one of many, over all pages', async () => {
    const many = Array.from({ length: 2_500 }, (_, index) => `line ${index}`);
    for (let at = 0; at < many.length; at += 500)
      await setup.write(group, 'one', now - 10_000 + at, many.slice(at, at + 500));
    expect(messages(await all(now - 10_000)).sort()).toEqual([...many].sort());
  });

  it('filters by a pattern of the provider', async () => {
    await setup.write(group, 'one', now - 2_000, ['order 1', 'user 2', 'order 3']);
    expect(messages(await all(now - 2_000, '"order"')).sort()).toEqual(['order 1', 'order 3']);
  });
});
