import type { LiveAlarm } from '../model/alarm';
import type { ResolvedComponent } from '../model/resolved-component';
import type { World } from './world';

/** The declared alarms of a component that exist, as they are now. */
export async function readAlarms(component: ResolvedComponent, world: World): Promise<LiveAlarm[]> {
  const names = component.alarms.map(({ name }) => name);
  return names.length === 0 ? [] : world.watch(component.region).alarms(names);
}
