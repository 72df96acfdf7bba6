import { alarmsToPut } from '../decide/alarms/alarm-steps';
import { seenAlarm } from '../decide/alarms/seen-alarms';
import type { SeenAlarm } from '../model/alarm';
import { guardAccount } from './guard-account';
import type { Order } from './order';
import { readAlarms } from './read-alarms';
import type { World } from './world';

export interface PutAlarms {
  /** Names of those that were put now. */
  readonly put: readonly string[];
  /** All that are declared, as they are afterwards. */
  readonly alarms: readonly SeenAlarm[];
  /** Whether a signal kept some of them from being put. */
  readonly interrupted: boolean;
}

/** Puts the alarms of a component that are not as declared, under the lock, and tells how all of them are. Where they are as declared, it only looks. */
export async function alarms({ component }: Order, world: World): Promise<PutAlarms> {
  await guardAccount(component, world);
  const before = await readAlarms(component, world);
  const isWork = alarmsToPut(component.alarms, before).length > 0;
  const { put, interrupted } = isWork ? await putAll(component, world) : { put: [], interrupted: false };
  const live = isWork ? await readAlarms(component, world) : before;
  return { put, interrupted, alarms: component.alarms.map(({ name }) => seenAlarm(name, live)) };
}

async function putAll(component: Order['component'], world: World): Promise<Omit<PutAlarms, 'alarms'>> {
  const { environment, region } = component;
  await world.lease.take(environment, 'alarms');
  const put: string[] = [];
  // Another run may have put them while this one waited.
  for (const alarm of alarmsToPut(component.alarms, await readAlarms(component, world))) {
    if (world.interrupted()) return { put, interrupted: true };
    await world.lease.confirm(environment);
    await world.watch(region).putAlarm(alarm);
    put.push(alarm.name);
  }
  return { put, interrupted: false };
}
