import { equalAlarms } from '../../model/equal-alarms';
import type { Step } from '../../model/plan';
import type { DeploymentFacts } from '../facts';
import type { Alarm, LiveAlarm } from '../../model/alarm';

/** Alarms that are not as they are declared are put ahead of everything else, so that they see what follows. */
export function alarmSteps({ component, alarms: live }: DeploymentFacts): Step[] {
  const alarms = alarmsToPut(component.alarms, live);
  if (alarms.length === 0) return [];
  const why = `${alarms.length === 1 ? 'alarm' : 'alarms'} ${alarms.map(({ name }) => name).join(', ')}`;
  return [{ type: 'put-alarms', alarms, why, undo: 'nothing to undo: an alarm changes nothing that runs' }];
}

/** Of the declared alarms, those that CloudWatch has otherwise or not at all. */
export function alarmsToPut(declared: readonly Alarm[], live: readonly LiveAlarm[]): Alarm[] {
  return declared.filter((alarm) => {
    const definition = live.find(({ name }) => name === alarm.name)?.definition ?? null;
    return definition === null || !equalAlarms(definition, alarm);
  });
}
