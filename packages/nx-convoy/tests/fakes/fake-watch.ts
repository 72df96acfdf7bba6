import type { Span, Watch } from '../../src/effects/watch-port';
import type { Alarm, AlarmState, LiveAlarm } from '../../src/model/alarm';
import { equalAlarms } from '../../src/model/equal-alarms';
import type { FunctionMetrics } from '../../src/model/function-metrics';
import { providerFailed } from '../../src/model/provider-failed';

const MINUTE = 60_000;

interface Invocation {
  readonly function: string;
  readonly at: number;
  readonly milliseconds: number;
  readonly failed: boolean;
  readonly throttled: boolean;
}

/**
 * CloudWatch of one region in memory.
 * - A new alarm has no data yet; `setState` is what CloudWatch's own evaluation does, `remove` what somebody else does. Alarms that were put are in `writes`.
 * - `invoke` counts an invocation of a function at the time that it is now.
 * - `fail(method, cause)` makes the next call of that method fail as the provider would.
 */
export class FakeWatch implements Watch {
  readonly writes: string[] = [];
  private readonly known = new Map<string, LiveAlarm>();
  private readonly invocations: Invocation[] = [];
  private readonly failures = new Map<keyof Watch, unknown>();

  constructor(private readonly now: () => string) {}

  setState(name: string, state: AlarmState): void {
    const found = this.known.get(name);
    if (found === undefined) throw new RangeError(`there is no alarm ${name}`);
    this.known.set(name, { ...found, state, updatedAt: this.now() });
  }

  remove(name: string): void {
    this.known.delete(name);
  }

  invoke(name: string, how: { milliseconds?: number; failed?: boolean; throttled?: boolean } = {}): void {
    const { milliseconds = 100, failed = false, throttled = false } = how;
    this.invocations.push({ function: name, at: Date.parse(this.now()), milliseconds, failed, throttled });
  }

  fail(method: keyof Watch, cause: unknown): void {
    this.failures.set(method, cause);
  }

  async alarms(names: readonly string[]): Promise<LiveAlarm[]> {
    this.strike('alarms', `read alarms ${names.join(', ')}`);
    return names.flatMap((name) => this.known.get(name) ?? []);
  }

  async putAlarm(alarm: Alarm): Promise<'put' | 'unchanged'> {
    this.strike('putAlarm', `put alarm ${alarm.name}`);
    const there = this.known.get(alarm.name);
    if (there?.definition != null && equalAlarms(there.definition, alarm)) return 'unchanged';
    this.writes.push(alarm.name);
    const { state = 'INSUFFICIENT_DATA' as const, updatedAt = this.now() } = there ?? {};
    this.known.set(alarm.name, { name: alarm.name, state, updatedAt, definition: structuredClone(alarm) });
    return 'put';
  }

  async functionMetrics(functions: readonly string[], span: Span): Promise<FunctionMetrics[]> {
    this.strike('functionMetrics', `read metrics of ${functions.join(', ')}`);
    const from = Math.floor(Date.parse(span.from) / MINUTE) * MINUTE;
    const to = Math.max(from + MINUTE, Math.ceil(Date.parse(span.to) / MINUTE) * MINUTE);
    const within = this.invocations.filter(({ at }) => at >= from && at < to);
    return functions.map((name) =>
      metricsOf(
        name,
        within.filter((each) => each.function === name),
      ),
    );
  }

  private strike(method: keyof Watch, what: string): void {
    if (!this.failures.has(method)) return;
    const cause = this.failures.get(method);
    this.failures.delete(method);
    throw providerFailed('AWS', what, cause);
  }
}

function metricsOf(name: string, all: readonly Invocation[]): FunctionMetrics {
  const run = all.filter((each) => !each.throttled);
  const durations = run.map((each) => each.milliseconds).sort((left, right) => left - right);
  return {
    function: name,
    invocations: run.length,
    errors: run.filter((each) => each.failed).length,
    throttles: all.length - run.length,
    durationP95Milliseconds: durations[Math.ceil(durations.length * 0.95) - 1] ?? null,
  };
}
