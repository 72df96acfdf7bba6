import type { DeploymentFacts } from '../decide/facts';
import { alarmsRefusal } from '../decide/guards/alarms-refusal';
import { downgradeRefusal } from '../decide/guards/downgrade-refusal';
import { driftRefusal } from '../decide/guards/drift-refusal';
import { overridesOf } from '../decide/guards/overrides-of';
import { stillReadRefusal } from '../decide/guards/still-read-refusal';
import { wayBackRefusal } from '../decide/guards/way-back-refusal';
import { mayStart } from '../decide/guards/window-refusal';
import type { CoordinationError } from '../model/coordination-error';
import type { LedgerState, Override } from '../model/receipt';
import { calendarOf } from './calendar-of';
import { containsCommit } from './contains-commit';
import { breakingMigrations } from './breaking-migrations';
import { guardBranch } from './guard-branch';
import type { Order } from './order';
import { sharedNames } from './shared-names';
import { wayBack } from './way-back';
import type { World } from './world';

export interface GuardedDeploy {
  readonly order: Order;
  readonly ledger: LedgerState;
  readonly facts: DeploymentFacts;
}

/** Refuses the deploy of one component that a guard forbids. Answers the guards that a person's word has passed. */
export async function guardDeploy(deploy: GuardedDeploy, world: World): Promise<Override[]> {
  const { order, facts } = deploy;
  const declaration = order.manifest.environments[order.component.environment];
  if (declaration === undefined) throw new TypeError(`unknown environment ${order.component.environment}`);
  const { overwriteDrift, alarmsRed } = world.flags;
  refuse(mayStart(calendarOf(order.component.environment, declaration, world)));
  refuse(driftRefusal(facts, { allowSource: declaration.allowSource === true, overwriteDrift }));
  refuse(alarmsRefusal(facts, { alarmsRed }));
  refuse(await breakingMigrations(deploy, world));
  refuse(stillReadRefusal(sharedNames(deploy)));
  // A local checkout is what it is: it comes from no branch and may be older.
  if (order.source === null) {
    refuse(await downgraded(deploy, world));
    const { component, pin, manifest } = order;
    await guardBranch({ component, pin, manifest, record: facts.record }, world);
  }
  if (facts.isProtected) refuse(wayBackRefusal(await wayBack(facts, world)));
  return overridesOf(world.flags);
}

function refuse(refusal: CoordinationError | null): void {
  if (refusal !== null) throw refusal;
}

async function downgraded({ order, facts }: GuardedDeploy, world: World): Promise<CoordinationError | null> {
  const { component, pin } = order;
  const { verified } = facts.record;
  const { name, environment } = component;
  const live = verified === null ? null : { commit: verified.commit, tree: verified.tree };
  const repo = { name: component.repo, url: component.url };
  const pinIsOlder =
    live !== null &&
    live.commit !== pin.commit &&
    (await containsCommit(repo, { outer: live.commit, inner: pin.commit }, world));
  return downgradeRefusal({
    component: name,
    environment,
    pin,
    live,
    pinIsOlder,
    reason: world.flags.reason,
  });
}
