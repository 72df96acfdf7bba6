import type { Step } from '../../model/plan';
import { DONE, type Scene, type StepOutcome } from './step-outcome';

/** The alarms as they are declared; put again, one that is so already stays untouched. */
export async function putAlarms(
  { alarms }: Step & { type: 'put-alarms' },
  { order, world }: Scene,
): Promise<StepOutcome> {
  const watch = world.watch(order.component.region);
  for (const alarm of alarms) await watch.putAlarm(alarm);
  return DONE;
}
