import type { EnvironmentMetrics } from '../../model/metrics-document';
import type { Receipt } from '../../model/receipt';
import { figures } from './figures';
import { measure, together } from './measure';

export interface MetricsQuestion {
  readonly environment: string;
  /** Those of the manifest, in the order to tell them in. */
  readonly components: readonly string[];
  /** ISO 8601; what ended in between counts. */
  readonly since: string;
  readonly until: string;
}

/** The metrics of an environment from its receipts: of each component, and of all together. One that the manifest does not know any more is told where it was deployed. */
export function environmentMetrics(
  { environment, components, since, until }: MetricsQuestion,
  receipts: readonly Receipt[],
): EnvironmentMetrics {
  const [from, to] = [Date.parse(since), Date.parse(until)];
  const within = receipts.filter(({ finishedAt }) => {
    const ended = Date.parse(finishedAt);
    return ended >= from && ended <= to;
  });
  const strangers = [...new Set(within.map(({ component }) => component))]
    .filter((name) => !components.includes(name))
    .sort();
  const measured = [...components, ...strangers].map((component) => ({
    component,
    measures: measure(within.filter((receipt) => receipt.component === component)),
  }));
  return {
    environment,
    all: figures(together(measured.map(({ measures }) => measures)), to - from),
    components: measured.map(({ component, measures }) => ({
      component,
      ...figures(measures, to - from),
    })),
  };
}
