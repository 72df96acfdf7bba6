import type { Step } from '../../model/plan';
import { confirmLease } from './confirm-lease';
import { DONE, type Scene, type StepOutcome } from './step-outcome';

/** The alarms as they are declared; put again, one that is so already stays untouched. */
export async function putAlarms(
  { alarms }: Step & { type: 'put-alarms' },
  scene: Scene,
): Promise<StepOutcome> {
  const { order, world } = scene;
  const watch = world.watch(order.component.region);
  for (const alarm of alarms) {
    await confirmLease(scene);
    await watch.putAlarm(alarm);
  }
  return DONE;
}
