import type { LogPage, LogQuestion, Logs } from '../../src/effects/logs-port';
import type { LogEvent } from '../../src/model/log-event';

interface Put extends LogEvent {
  /** From when on a look shows it, in milliseconds since 1970. */
  readonly visible: number;
}

/**
 * Log groups without a provider.
 * - A group is there with its first event; until then it has none.
 * - Events are shown from `since` on, oldest first, in pages of `pageSize`; one with a `visible` time is shown only from then on.
 * - A pattern `"text"` is a text in quotes that must stand in the message; others are not understood.
 * - `fail(times)` lets the next calls fail as a throttled or absent provider would.
 */
export class FakeLogs implements Logs {
  pageSize = 100;
  private readonly groups = new Map<string, Put[]>();
  private failures: Error[] = [];
  private number = 0;

  constructor(private readonly now: () => number) {}

  put(group: string, event: Partial<Put> & { readonly message: string }): void {
    this.number += 1;
    const at = event.at ?? this.now();
    const put = { id: `event-${this.number}`, stream: 'one', visible: at, ...event, at };
    this.groups.set(group, [...(this.groups.get(group) ?? []), put]);
  }

  fail(cause: Error, times = 1): void {
    this.failures.push(...Array.from({ length: times }, () => cause));
  }

  async events(group: string, { since, pattern, page }: LogQuestion): Promise<LogPage> {
    const failure = this.failures.shift();
    if (failure !== undefined) throw failure;
    const text = pattern === null ? null : (/^"(.*)"$/.exec(pattern)?.[1] ?? '');
    const all = (this.groups.get(group) ?? [])
      .filter(({ at, visible }) => at >= since && visible <= this.now())
      .filter(({ message }) => text === null || message.includes(text))
      .sort((left, right) => left.at - right.at);
    const begin = page === null ? 0 : Number(page);
    const end = begin + this.pageSize;
    const events = all.slice(begin, end).map(({ id, stream, at, message }) => ({ id, stream, at, message }));
    return { events, next: end < all.length ? String(end) : null };
  }
}
