import type { Alarm } from './alarm';
import { digestOf } from './digest';

/** Whether two alarms say the same. */
export function equalAlarms(left: Alarm, right: Alarm): boolean {
  return digestOf(left) === digestOf(right);
}
