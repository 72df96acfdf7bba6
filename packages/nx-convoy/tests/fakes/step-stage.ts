import { performSteps, type Performance } from '../../src/flows/perform-steps';
import type { Order } from '../../src/flows/order';
import type { Step } from '../../src/model/plan';
import { FakeWorld, order } from './fake-world';

type Bare = Step extends infer Each ? (Each extends Step ? Omit<Each, 'why' | 'undo'> : never) : never;

/** A step with words of its own. */
export function step(what: Bare): Step {
  return { ...what, why: `do ${what.type}`, undo: 'deploy again' };
}

/** Performs steps as a run does that holds the lock. */
export async function performed(
  world: FakeWorld,
  steps: readonly Step[],
  change: Partial<Order> = {},
): Promise<Performance> {
  await world.lease.take('dev', 'deploy');
  return performSteps(steps, { order: order(change), outputs: {}, world });
}
