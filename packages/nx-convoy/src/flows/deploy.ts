import type { DeploymentFacts } from '../decide/facts';
import { orderRefusal } from '../decide/order-guard';
import { planDeployment } from '../decide/plan-deployment';
import { toTheSecond } from '../decide/to-the-second';
import { prepareMissing } from '../model/errors';
import type { Step } from '../model/plan';
import type { Receipt, Started } from '../model/receipt';
import { deployReceipt } from './deploy-receipt';
import { entryHead, type Deployment } from './deployment';
import { confirmAndVerify, failedEnding, interruptedEnding, type Ending } from './ending';
import { guardAccount } from './guard-account';
import type { Order } from './order';
import { recordedOutputs } from './outputs';
import { performSteps } from './perform-steps';
import { readFacts } from './read-facts';
import type { World } from './world';

/** Deploys one component to its pin: read, decide, do, confirm, verify, record. Refusals are thrown; failures are in the receipt. */
export async function deploy(order: Order, world: World): Promise<Receipt> {
  const startedAt = world.clock.now();
  const [ledger] = await Promise.all([
    world.ledger.read(order.component.environment),
    guardAccount(order.component, world),
  ]);
  const refusal = orderRefusal(order.component.name, order.dependencies, ledger);
  if (refusal !== null) throw refusal;
  const facts = await readFacts(order, ledger, world);
  const plan = Object.freeze(planDeployment(facts));
  if (plan.type === 'nothing') return unchanged(order, facts, startedAt);
  await requirePrepared(order, world);
  const coordinationCommit = await world.coordinationCommit();
  return perform({ order, ledger, facts, startedAt, coordinationCommit }, plan.steps, world);
}

/** Nothing has an effect before `started` is in the ledger, and whatever happens then has a receipt, but for a bug of ours. */
async function perform(deployment: Deployment, steps: readonly Step[], world: World): Promise<Receipt> {
  const { environment } = deployment.order.component;
  await world.ledger.append(environment, [startedEntry(deployment, steps, world)]);
  const ending = await attempt(deployment, steps, world);
  const receipt = deployReceipt(deployment, ending, world);
  await world.ledger.append(environment, [receipt]);
  return receipt;
}

async function attempt(deployment: Deployment, steps: readonly Step[], world: World): Promise<Ending> {
  const outputs = recordedOutputs(deployment.ledger);
  const { outcome, answers } = await performSteps(steps, { order: deployment.order, outputs, world });
  if (outcome.type === 'interrupted') return interruptedEnding({ answers });
  if (outcome.type === 'failed') return failedEnding(outcome.failure, { answers });
  return { ...(await confirmAndVerify(deployment, world)), answers };
}

/** A converged component: what its last receipt proved still holds, so nothing is written to the ledger. */
function unchanged(order: Order, facts: DeploymentFacts, startedAt: string): Receipt {
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

async function requirePrepared(order: Order, world: World): Promise<void> {
  const { name, environment } = order.component;
  if ((await world.artefacts.preparedKey(name, order.pin.commit)) !== null) return;
  throw prepareMissing(name, environment);
}

function startedEntry(deployment: Deployment, steps: readonly Step[], world: World): Started {
  const { order, facts } = deployment;
  return {
    type: 'started',
    ...entryHead(deployment, world),
    commit: order.pin.commit,
    tree: order.pin.tree,
    before: facts.live,
    steps: steps.map((step) => step.why),
  };
}
