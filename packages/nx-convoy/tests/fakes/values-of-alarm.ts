import type { Alarm, LiveAlarm } from '../../src/model/alarm';
import { NOON } from './values';

/** `api-errors`, as the preset makes it for function `api`. */
export function alarm(change: Partial<Alarm> = {}): Alarm {
  return {
    name: 'api-errors',
    namespace: 'AWS/Lambda',
    metric: 'Errors',
    statistic: 'Sum',
    periodSeconds: 300,
    evaluationPeriods: 1,
    threshold: 10,
    comparison: 'GreaterThanThreshold',
    dimensions: { FunctionName: 'api' },
    treatMissingData: 'notBreaching',
    ...change,
  };
}

/** The same at CloudWatch, well since noon. */
export function liveAlarm(change: Partial<LiveAlarm> = {}): LiveAlarm {
  const { name } = change;
  return {
    name: 'api-errors',
    state: 'OK',
    updatedAt: NOON,
    definition: alarm(name === undefined ? {} : { name }),
    ...change,
  };
}
