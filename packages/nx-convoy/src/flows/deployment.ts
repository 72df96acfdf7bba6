import type { DeploymentFacts } from '../decide/facts';
import type { CommitTime } from '../model/commit-time';
import type { Approval, LedgerState, Override, Release, Started } from '../model/receipt';
import type { Order } from './order';
import type { World } from './world';

/** A deploy or a rollback in the making: what every later stage needs of the earlier ones. */
export interface Deployment {
  readonly verb: Started['verb'];
  readonly order: Order;
  readonly ledger: LedgerState;
  readonly facts: DeploymentFacts;
  readonly startedAt: string;
  /** Of the lock under which it is done. */
  readonly token: string;
  /** The release that a rollback goes back to. */
  readonly target: Release | null;
  /** Read before the first effect: nothing that may fail stands between the last effect and its receipt. */
  readonly coordinationCommit: string | null;
  readonly approval: Approval | null;
  /** The commits that it makes live; null: not known. */
  readonly delivered: readonly CommitTime[] | null;
  readonly overrides: readonly Override[];
  /** Of a rollback: the tree that is held from now on. */
  readonly held: string | null;
}

/** What both entries of a deploy begin with. */
export function entryHead({ order, startedAt, token }: Omit<Deployment, 'facts' | 'ledger'>, world: World) {
  const { name, environment } = order.component;
  return {
    version: 1 as const,
    world: world.name,
    environment,
    component: name,
    run: order.run,
    who: world.who,
    startedAt,
    token,
  };
}
