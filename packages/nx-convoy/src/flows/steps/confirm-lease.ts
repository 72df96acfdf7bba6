import type { Scene } from './step-outcome';

/**
 * Right before each effect, and again after each wait within a step: only then is the time short in which a run that was paused could act
 * under a lock that another one took over. Refuses with CONVOY_LOCK_LOST.
 */
export async function confirmLease({ order, world }: Scene): Promise<void> {
  await world.lease.confirm(order.component.environment);
}
