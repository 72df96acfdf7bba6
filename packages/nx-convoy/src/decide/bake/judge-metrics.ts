import type { FunctionMetrics } from '../../model/function-metrics';
import type { Bounds } from '../../model/resolved-component';

export interface MetricsQuestion {
  /** Of the bake time until now. */
  readonly after: readonly FunctionMetrics[];
  /** Of the hour before the deploy. */
  readonly before: readonly FunctionMetrics[];
  readonly bounds: Bounds;
}

export interface MetricsJudged {
  /** Bounds that are exceeded, in words; none: what was seen is within all of them. */
  readonly exceeded: readonly string[];
  /** What all functions did together, with the hour before in brackets. */
  readonly evidence: string;
}

interface Sum {
  readonly invocations: number;
  readonly errors: number;
  readonly throttles: number;
  readonly durationP95Milliseconds: number | null;
}

/** What the functions of a component did since its deploy, against the bounds; without a bound nothing is exceeded. */
export function judgeMetrics({ after, before, bounds }: MetricsQuestion): MetricsJudged {
  const now = together(after);
  const then = together(before);
  const said = (value: number | null): string => (value === null ? '–' : String(Math.round(value)));
  const evidence = [
    `invocations ${now.invocations} (hour before ${then.invocations})`,
    `errors ${now.errors} (${then.errors})`,
    `throttles ${now.throttles} (${then.throttles})`,
    `duration p95 ${said(now.durationP95Milliseconds)} ms (${said(then.durationP95Milliseconds)})`,
  ].join(', ');
  const over = (name: string, value: number | null, bound: number | undefined): string[] =>
    bound !== undefined && value !== null && value > bound
      ? [`${name} ${said(value)}, at most ${bound} allowed`]
      : [];
  const exceeded = [
    ...over('errors', now.errors, bounds.errors),
    ...over('throttles', now.throttles, bounds.throttles),
    ...over('duration p95 in ms', now.durationP95Milliseconds, bounds.durationP95Milliseconds),
  ];
  return { exceeded, evidence };
}

/** Counts add up; of durations the slowest function's stands for all, since percentiles cannot be added. */
function together(metrics: readonly FunctionMetrics[]): Sum {
  const sum = (pick: (each: FunctionMetrics) => number): number =>
    metrics.reduce((total, each) => total + pick(each), 0);
  const durations = metrics.flatMap((each) => each.durationP95Milliseconds ?? []);
  return {
    invocations: sum((each) => each.invocations),
    errors: sum((each) => each.errors),
    throttles: sum((each) => each.throttles),
    durationP95Milliseconds: durations.length === 0 ? null : Math.max(...durations),
  };
}
