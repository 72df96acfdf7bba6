import { planRollback, type RollbackFacts } from '../decide/plan-rollback';
import { heldTree } from '../decide/held-tree';
import { dependentsNotBack } from '../decide/dependents-not-back';
import type { Plan } from '../model/plan';
import type { LedgerState, Receipt, Release, ReleasedComponent } from '../model/receipt';
import { dependentNotBack, prepareFailed } from '../model/rollback-errors';
import { deployReceipt } from './deploy-receipt';
import type { Deployment } from './deployment';
import { interruptedEnding } from './ending';
import { guardAccount } from './guard-account';
import type { Order } from './order';
import { perform } from './perform';
import { prepare } from './prepare';
import type { Look } from './read-facts';
import { readRollbackFacts } from './read-rollback-facts';
import type { World } from './world';

/** An order to go back: its pin is what the component was in the release. */
export interface RollbackOrder extends Order {
  readonly target: Release;
  readonly released: ReleasedComponent;
  /** Where what is taken away must not come again by itself: the tree that is pinned; null: nothing is held there. */
  readonly holds: { readonly pinned: string } | null;
  /** What depends on the component, directly or not, of what exists in the environment. */
  readonly dependents: readonly string[];
}

export interface RollbackPreview {
  readonly facts: RollbackFacts;
  readonly plan: Plan;
}

/** How a component would go back. Changes nothing; the order of components is not judged, since the same run may take the dependents back first. */
export async function previewRollback(
  order: RollbackOrder,
  ledger: LedgerState,
  world: World,
  look: Look = 'now',
): Promise<RollbackPreview> {
  const facts = await readRollbackFacts(order, ledger, world, look);
  return { facts, plan: Object.freeze(planRollback(facts)) };
}

/** Takes one component back to what it was in a release, verifies it with the same checks, and records it. */
export async function rollback(order: RollbackOrder, world: World): Promise<Receipt> {
  const { component, target } = order;
  const startedAt = world.clock.now();
  await guardAccount(component, world);
  const held = await world.lease.token(component.environment);
  const token = held ?? (await world.lease.take(component.environment, 'rollback'));
  const { environment } = component;
  const ledger = await (held === null ? world.ledger.refresh(environment) : world.ledger.read(environment));
  refuseStandingDependents(order, ledger);
  const { facts, plan } = await previewRollback(order, ledger, world, 'wait');
  if (plan.type === 'nothing') return unchanged(facts, startedAt, plan.because);
  const coordinationCommit = await world.coordination.head();
  const { holds, released } = order;
  const taken = holds === null ? null : heldTree(facts.record, { ...holds, target: released.tree });
  const shared = {
    verb: 'rollback' as const,
    target,
    held: taken,
    approval: null,
    overrides: [],
    delivered: [],
  };
  const deployment: Deployment = { order, ledger, facts, startedAt, token, coordinationCommit, ...shared };
  const needsWorktree = plan.steps.some((step) => step.type === 'run');
  if (needsWorktree && !(await isPrepared(order, world)))
    return deployReceipt(deployment, interruptedEnding(), world);
  return perform(deployment, plan.steps, world);
}

function refuseStandingDependents(order: RollbackOrder, ledger: LedgerState): void {
  const { component, dependents, target } = order;
  const [dependent] = dependentsNotBack(dependents, target, ledger);
  if (dependent === undefined) return;
  throw dependentNotBack({ component: component.name, dependent, environment: component.environment });
}

/** The kept artefact of the release, or a new one of the same commit; false: interrupted. */
async function isPrepared(order: RollbackOrder, world: World): Promise<boolean> {
  const preparation = await prepare(order, world);
  if (preparation.type === 'failed')
    throw prepareFailed(order.component.name, preparation.step, preparation.message);
  return preparation.type === 'prepared';
}

function unchanged({ record }: RollbackFacts, startedAt: string, summary: string): Receipt {
  const { verified } = record;
  if (verified === null) throw new TypeError('back without a verified receipt');
  const from = { commit: verified.commit, tree: verified.tree };
  return { ...verified, outcome: 'unchanged', startedAt, finishedAt: startedAt, from, summary };
}
