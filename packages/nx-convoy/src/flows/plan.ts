import type { DeploymentFacts } from '../decide/facts';
import { planDeployment } from '../decide/plan-deployment';
import type { Plan } from '../model/plan';
import type { Order } from './order';
import { readFacts } from './read-facts';
import type { World } from './world';

export interface Preview {
  readonly facts: DeploymentFacts;
  readonly plan: Plan;
}

/** What a deploy would do and why. Changes nothing: order is not judged here, since the same run may deploy the dependency first. */
export async function preview(order: Order, world: World): Promise<Preview> {
  const ledger = await world.ledger.read(order.component.environment);
  const facts = await readFacts(order, ledger, world, 'now');
  return { facts, plan: Object.freeze(planDeployment(facts)) };
}
