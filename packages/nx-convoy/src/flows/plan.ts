import type { DeploymentFacts } from '../decide/facts';
import { driftOf } from '../decide/guards/drift-refusal';
import { stillReadRefusal } from '../decide/guards/still-read-refusal';
import { wayBackWarnings } from '../decide/guards/way-back-refusal';
import { planDeployment } from '../decide/plan-deployment';
import type { Plan } from '../model/plan';
import type { Order } from './order';
import { readFacts } from './read-facts';
import { sharedNames } from './shared-names';
import { wayBack } from './way-back';
import type { World } from './world';

export interface Preview {
  readonly facts: DeploymentFacts;
  readonly plan: Plan;
  /** What a person should know before it is done: what would be lost, and where there is no way back. */
  readonly warnings: readonly string[];
}

/** What a deploy would do and why. Changes nothing: order is not judged here, since the same run may deploy the dependency first. */
export async function preview(order: Order, world: World): Promise<Preview> {
  const ledger = await world.ledger.read(order.component.environment);
  const facts = await readFacts(order, ledger, world, 'now');
  const plan = Object.freeze(planDeployment(facts));
  if (plan.type === 'nothing') return { facts, plan, warnings: [] };
  const lost = stillReadRefusal(sharedNames({ order, ledger, facts }));
  if (lost !== null) throw lost;
  const back = await wayBack(facts, world);
  const losses = driftOf(facts).map((line) => `changed by hand, and would be lost: ${line}`);
  return { facts, plan, warnings: [...losses, ...(back.isFirst ? [] : wayBackWarnings(back))] };
}
