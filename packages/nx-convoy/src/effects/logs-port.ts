import type { LogEvent } from '../model/log-event';

export interface LogQuestion {
  /** Milliseconds since 1970; events at or after it. */
  readonly since: number;
  /** A filter pattern of CloudWatch; null: all. */
  readonly pattern: string | null;
  /** Where the page before ended; null: the first. */
  readonly page: string | null;
}

export interface LogPage {
  readonly events: readonly LogEvent[];
  /** null: there are no more for now. */
  readonly next: string | null;
}

/** Log groups in one region. */
export interface Logs {
  /** One page of a group's events, all streams together. A group that does not exist (yet) has none. */
  events(group: string, question: LogQuestion): Promise<LogPage>;
}
