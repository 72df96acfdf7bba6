import type { Alarm, LiveAlarm } from '../model/alarm';
import type { FunctionMetrics } from '../model/function-metrics';

/** A span of time, ISO 8601. CloudWatch counts by whole minutes: the span is widened to them. */
export interface Span {
  readonly from: string;
  readonly to: string;
}

/** CloudWatch in one region of one account. Trouble with asking refuses with CONVOY_PROVIDER_FAILED. */
export interface Watch {
  /** The alarms of these names that exist, in the order of the names. */
  alarms(names: readonly string[]): Promise<LiveAlarm[]>;
  /** Makes the alarm as it is wanted. One that is so already is left alone; actions that somebody gave it stay. */
  putAlarm(alarm: Alarm): Promise<'put' | 'unchanged'>;
  /** What functions did in a span, in their order. */
  functionMetrics(functions: readonly string[], span: Span): Promise<FunctionMetrics[]>;
}
