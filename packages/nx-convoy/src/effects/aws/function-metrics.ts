import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import type { FunctionMetrics } from '../../model/function-metrics';
import type { Span, Watch } from '../watch-port';
import type { Access } from './access';
import type { LoadCloudWatch } from './watch';

const MINUTE = 60_000;
/** The longest period that CloudWatch takes, in seconds. */
const LONGEST = 86_400;
/** As many metrics as CloudWatch takes in one question. */
const QUERIES = 500;

const METRICS = [
  { name: 'Invocations', stat: 'Sum' },
  { name: 'Errors', stat: 'Sum' },
  { name: 'Throttles', stat: 'Sum' },
  { name: 'Duration', stat: 'p95' },
] as const;
const FUNCTIONS = Math.floor(QUERIES / METRICS.length);

/** What functions did, as CloudWatch counted it. */
export function createFunctionMetrics(access: Access, load: LoadCloudWatch): Watch['functionMetrics'] {
  return async (functions, span) => {
    const found: FunctionMetrics[] = [];
    for (let start = 0; start < functions.length; start += FUNCTIONS) {
      const some = functions.slice(start, start + FUNCTIONS);
      const values = await valuesOf(some, span, { access, load });
      found.push(...some.map((name, index) => metricsOf(name, index, values)));
    }
    return found;
  };
}

interface Asking {
  readonly access: Access;
  readonly load: LoadCloudWatch;
}

/** Values by the id of their query. One metric may come over several pages, and in several periods. */
async function valuesOf(
  functions: readonly string[],
  span: Span,
  { access, load }: Asking,
): Promise<Map<string, number[]>> {
  const whole = widened(span);
  const MetricDataQueries = queriesFor(functions, whole);
  const values = new Map<string, number[]>();
  let page: string | undefined;
  do {
    const answer = await access.call(`read metrics of ${functions.join(', ')}`, async (abortSignal) => {
      const { sdk, client } = await load();
      const question = { MetricDataQueries, StartTime: whole.from, EndTime: whole.to, NextToken: page };
      return client.send(new sdk.GetMetricDataCommand(question), { abortSignal });
    });
    for (const { Id = '', Values = [] } of answer.MetricDataResults ?? [])
      values.set(Id, [...(values.get(Id) ?? []), ...Values]);
    page = answer.NextToken;
  } while (page !== undefined && page !== '');
  return values;
}

interface WholeMinutes {
  readonly from: Date;
  readonly to: Date;
}

function widened({ from, to }: Span): WholeMinutes {
  const first = Math.floor(Date.parse(from) / MINUTE) * MINUTE;
  const last = Math.max(first + MINUTE, Math.ceil(Date.parse(to) / MINUTE) * MINUTE);
  return { from: new Date(first), to: new Date(last) };
}

/** One period for the whole span, since percentiles of parts make none of the whole. */
function queriesFor(functions: readonly string[], { from, to }: WholeMinutes): MetricDataQuery[] {
  const Period = Math.min((to.getTime() - from.getTime()) / 1000, LONGEST);
  return functions.flatMap((name, index) =>
    METRICS.map((metric) => ({
      Id: idOf(metric.name, index),
      MetricStat: {
        Metric: {
          Namespace: 'AWS/Lambda',
          MetricName: metric.name,
          Dimensions: [{ Name: 'FunctionName', Value: name }],
        },
        Period,
        Stat: metric.stat,
      },
    })),
  );
}

function idOf(metric: string, index: number): string {
  return `${metric.toLowerCase()}${index}`;
}

function metricsOf(
  name: string,
  index: number,
  values: ReadonlyMap<string, readonly number[]>,
): FunctionMetrics {
  const of = (metric: (typeof METRICS)[number]['name']) => values.get(idOf(metric, index)) ?? [];
  const sum = (metric: 'Invocations' | 'Errors' | 'Throttles'): number =>
    of(metric).reduce((total, value) => total + value, 0);
  const durations = of('Duration');
  return {
    function: name,
    invocations: sum('Invocations'),
    errors: sum('Errors'),
    throttles: sum('Throttles'),
    durationP95Milliseconds: durations.length === 0 ? null : Math.max(...durations),
  };
}
