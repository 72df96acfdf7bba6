import { toTheSecond } from '../decide/to-the-second';
import { mayHaveWork } from '../decide/may-have-work';
import { prepareMissing } from '../model/errors';
import { pinPath } from '../model/pin';
import type { LedgerState, Receipt } from '../model/receipt';
import { considerDeploy, type Consideration } from './consider-deploy';
import { deliveredCommits } from './delivered-commits';
import { guardAccount } from './guard-account';
import type { Order } from './order';
import { perform } from './perform';
import type { World } from './world';

/**
 * Deploys one component to its pin: read, decide, take the lock, decide again, do, confirm, verify, record. Refusals are thrown; failures are in
 * the receipt.
 */
export async function deploy(order: Order, world: World): Promise<Receipt> {
  const startedAt = world.clock.now();
  const { environment } = order.component;
  const [ledger] = await Promise.all([world.ledger.read(environment), guardAccount(order.component, world)]);
  const kept = ledger.components[order.component.name]?.last ?? null;
  if (kept?.source != null && kept.verdict === 'passed' && order.source === null && !order.overwritesSource)
    return keptSource(kept, startedAt);
  const held = await world.lease.token(environment);
  if (held !== null) return decideAndDo({ order, startedAt, token: held }, ledger, world);
  // Where the ledger already tells that there is work, nothing is looked at twice.
  if (!mayHaveWork(order, ledger)) {
    const { plan, facts } = await considerDeploy(order, ledger, world);
    if (plan.type === 'nothing') return unchanged(order, facts, startedAt);
  }
  const token = await world.lease.take(environment, 'deploy');
  return decideAndDo({ order, startedAt, token }, await world.ledger.refresh(environment), world);
}

interface Turn {
  readonly order: Order;
  readonly startedAt: string;
  readonly token: string;
}

/** Under the lock: what is decided now is what is done. */
async function decideAndDo(
  { order, startedAt, token }: Turn,
  ledger: LedgerState,
  world: World,
): Promise<Receipt> {
  const { plan, facts, overrides } = await considerDeploy(order, ledger, world);
  if (plan.type === 'nothing') return unchanged(order, facts, startedAt);
  await requirePrepared(order, world);
  const { name, environment } = order.component;
  const [coordinationCommit, approval, delivered] = await Promise.all([
    world.coordination.head(),
    world.coordination.approval(pinPath(name, environment)),
    deliveredCommits(order, facts.record, world),
  ]);
  const shared = {
    verb: 'deploy' as const,
    target: null,
    held: null,
    coordinationCommit,
    approval,
    delivered,
    overrides,
  };
  return perform({ order, ledger, facts, startedAt, token, ...shared }, plan.steps, world);
}

/** A converged component: what its last receipt proved still holds, so nothing is written to the ledger. */
function unchanged(order: Order, facts: Consideration['facts'], startedAt: string): Receipt {
  const { verified } = facts.record;
  if (verified === null) throw new TypeError('converged without a verified receipt');
  return {
    ...verified,
    outcome: 'unchanged',
    startedAt,
    finishedAt: startedAt,
    from: { commit: verified.commit, tree: verified.tree },
    summary: `unchanged, verified ${toTheSecond(verified.finishedAt)} by run ${verified.run}`,
    commit: order.pin.commit,
  };
}

/** What came from a local checkout stays until the component is named. */
function keptSource(kept: Receipt, startedAt: string): Receipt {
  const what =
    kept.source?.dirty === true ? 'a working tree' : `a local checkout at ${kept.commit.slice(0, 7)}`;
  const summary = `unchanged: it runs ${what}; name the component or add --overwrite-source to deploy its pin`;
  const from = { commit: kept.commit, tree: kept.tree };
  return { ...kept, outcome: 'unchanged', startedAt, finishedAt: startedAt, from, summary };
}

async function requirePrepared(order: Order, world: World): Promise<void> {
  const { name, environment } = order.component;
  if ((await world.artefacts.preparedKey(name, order.pin.commit)) !== null) return;
  throw prepareMissing(name, environment);
}
