import type { MetricAlarm, PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import { comparisonSchema, missingDataSchema, type Alarm, type LiveAlarm } from '../../model/alarm';

/** An alarm of CloudWatch in our words. */
export function liveAlarm(found: MetricAlarm): LiveAlarm {
  const state = found.StateValue;
  return {
    name: found.AlarmName ?? '',
    state: state === 'OK' || state === 'ALARM' ? state : 'INSUFFICIENT_DATA',
    updatedAt: (found.StateUpdatedTimestamp ?? new Date(0)).toISOString(),
    definition: definitionOf(found),
  };
}

/** null: it has more or other parts than an alarm of the manifest can have. */
export function definitionOf(found: MetricAlarm): Alarm | null {
  const { Namespace, MetricName, Period, EvaluationPeriods, Threshold, Dimensions = [] } = found;
  const statistic = found.ExtendedStatistic ?? found.Statistic;
  const comparison = comparisonSchema.safeParse(found.ComparisonOperator);
  const missing = missingDataSchema.safeParse(found.TreatMissingData ?? 'missing');
  if (Namespace === undefined || MetricName === undefined || Period === undefined) return null;
  if (statistic === undefined || EvaluationPeriods === undefined || Threshold === undefined) return null;
  if (!comparison.success || !missing.success || hasMore(found)) return null;
  return {
    name: found.AlarmName ?? '',
    namespace: Namespace,
    metric: MetricName,
    statistic,
    periodSeconds: Period,
    evaluationPeriods: EvaluationPeriods,
    threshold: Threshold,
    comparison: comparison.data,
    dimensions: Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name ?? '', Value ?? ''])),
    treatMissingData: missing.data,
  };
}

/** What to ask CloudWatch for. A put replaces the whole alarm, so what others attached to it is given again. */
export function inputOf(alarm: Alarm, there: MetricAlarm | undefined): PutMetricAlarmInput {
  const { statistic } = alarm;
  return {
    AlarmName: alarm.name,
    AlarmDescription: there?.AlarmDescription ?? 'Declared in repos.json; put by nx-convoy',
    ActionsEnabled: there?.ActionsEnabled ?? true,
    AlarmActions: there?.AlarmActions ?? [],
    OKActions: there?.OKActions ?? [],
    InsufficientDataActions: there?.InsufficientDataActions ?? [],
    Namespace: alarm.namespace,
    MetricName: alarm.metric,
    ...(statistic.startsWith('p')
      ? { ExtendedStatistic: statistic }
      : { Statistic: statistic as NonNullable<PutMetricAlarmInput['Statistic']> }),
    Period: alarm.periodSeconds,
    EvaluationPeriods: alarm.evaluationPeriods,
    Threshold: alarm.threshold,
    ComparisonOperator: alarm.comparison,
    Dimensions: Object.entries(alarm.dimensions).map(([Name, Value]) => ({ Name, Value })),
    TreatMissingData: alarm.treatMissingData,
  };
}

function hasMore({ DatapointsToAlarm, EvaluationPeriods, Unit, Metrics = [] }: MetricAlarm): boolean {
  const isPartial = DatapointsToAlarm !== undefined && DatapointsToAlarm !== EvaluationPeriods;
  return isPartial || Unit !== undefined || Metrics.length > 0;
}
