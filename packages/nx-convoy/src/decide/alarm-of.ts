import type { Alarm } from '../model/alarm';
import type { AlarmDeclaration } from '../model/alarm-declaration';
import { alarmName } from '../model/alarm-name';

/** An alarm with everything in place that a declaration leaves to a preset or a default. */
export function alarmOf(declared: AlarmDeclaration): Alarm {
  if (!('preset' in declared)) {
    const { dimensions = {}, treatMissingData = 'missing' } = declared;
    return { ...declared, dimensions, treatMissingData };
  }
  return {
    name: alarmName(declared),
    namespace: 'AWS/Lambda',
    metric: 'Errors',
    statistic: 'Sum',
    periodSeconds: 300,
    evaluationPeriods: 1,
    threshold: 10,
    comparison: 'GreaterThanThreshold',
    dimensions: { FunctionName: declared.function },
    treatMissingData: 'notBreaching',
  };
}
