import type { LiveAlarm, SeenAlarm } from '../../model/alarm';
import type { DeploymentFacts } from '../facts';

type Facts = Pick<DeploymentFacts, 'component' | 'alarms' | 'record'>;

/** The alarms before the first effect, for comparing afterwards. One that an attempt which did not end has made counts as made by this one. */
export function alarmsBefore({ component, alarms, record }: Facts): SeenAlarm[] {
  const made = new Set(
    (record.started?.alarms ?? []).filter(({ state }) => state === 'ABSENT').map(({ name }) => name),
  );
  return component.alarms.map(({ name }) => {
    const seen = seenAlarm(name, alarms);
    return made.has(name) && seen.state !== 'ALARM' ? { ...seen, state: 'ABSENT' } : seen;
  });
}

/** How an alarm is now. */
export function seenAlarm(name: string, alarms: readonly LiveAlarm[]): SeenAlarm {
  const found = alarms.find((each) => each.name === name);
  if (found === undefined) return { name, state: 'ABSENT', updatedAt: null };
  return { name, state: found.state, updatedAt: found.updatedAt };
}
