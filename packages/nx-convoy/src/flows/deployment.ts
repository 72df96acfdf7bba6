import type { DeploymentFacts } from '../decide/facts';
import type { LedgerState } from '../model/receipt';
import type { Order } from './order';
import type { World } from './world';

/** A deploy in the making: what every later stage needs of the earlier ones. */
export interface Deployment {
  readonly order: Order;
  readonly ledger: LedgerState;
  readonly facts: DeploymentFacts;
  readonly startedAt: string;
  /** Read before the first effect: nothing that may fail stands between the last effect and its receipt. */
  readonly coordinationCommit: string | null;
}

/** What both entries of a deploy begin with. */
export function entryHead({ order, startedAt }: Deployment, world: World) {
  const { name, environment } = order.component;
  return {
    version: 1 as const,
    world: world.name,
    environment,
    component: name,
    run: order.run,
    who: world.who,
    startedAt,
  };
}
