import { alarmsRed } from '../../model/alarm-errors';
import type { CoordinationError } from '../../model/coordination-error';
import type { DeploymentFacts } from '../facts';
import { toTheSecond } from '../to-the-second';

/** Refuses to deploy where an alarm is red already, unless the person says so: it could not tell whether the deploy made it worse. */
export function alarmsRefusal(
  { component, alarms }: Pick<DeploymentFacts, 'component' | 'alarms'>,
  policy: { readonly alarmsRed: boolean },
): CoordinationError | null {
  if (policy.alarmsRed) return null;
  const declared = new Set(component.alarms.map(({ name }) => name));
  const red = alarms.filter(({ name, state }) => state === 'ALARM' && declared.has(name));
  if (red.length === 0) return null;
  const { name, environment } = component;
  const lines = red.map((each) => `${each.name} is red since ${toTheSecond(each.updatedAt)}`);
  return alarmsRed({ component: name, environment, lines });
}
