import type { DeploymentFacts } from '../decide/facts';
import { orderRefusal } from '../decide/order-guard';
import { planDeployment } from '../decide/plan-deployment';
import type { Plan } from '../model/plan';
import type { LedgerState, Override } from '../model/receipt';
import { guardDeploy } from './guard-deploy';
import type { Order } from './order';
import { readFacts } from './read-facts';
import type { World } from './world';

/** What was read of a component and what follows from it. */
export interface Consideration {
  readonly facts: DeploymentFacts;
  readonly plan: Plan;
  /** Guards that were passed by a person's word. */
  readonly overrides: readonly Override[];
}

/** Reads the facts, waiting out what an earlier attempt began, decides, and refuses what a guard forbids. */
export async function considerDeploy(
  order: Order,
  ledger: LedgerState,
  world: World,
): Promise<Consideration> {
  const refusal = orderRefusal(order.component.name, order.dependencies, ledger);
  if (refusal !== null) throw refusal;
  const facts = await readFacts(order, ledger, world);
  const plan = Object.freeze(planDeployment(facts));
  if (plan.type === 'nothing') return { facts, plan, overrides: [] };
  return { facts, plan, overrides: await guardDeploy({ order, ledger, facts }, world) };
}
