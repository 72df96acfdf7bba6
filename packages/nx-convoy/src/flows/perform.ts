import { alarmsBefore } from '../decide/alarms/seen-alarms';
import type { Step } from '../model/plan';
import { isCoordinationError } from '../model/coordination-error';
import type { Receipt, Started } from '../model/receipt';
import { awaitRest } from './await-rest';
import { deployReceipt } from './deploy-receipt';
import { entryHead, type Deployment } from './deployment';
import { confirmAndVerify, failedEnding, interruptedEnding, type Ending } from './ending';
import { failureOf } from './failure-of';
import type { Order } from './order';
import { recordedOutputs } from './outputs';
import { performSteps } from './perform-steps';
import { storeStacks } from './store-stacks';
import type { World } from './world';

/** Nothing has an effect before `started` is in the ledger, and whatever happens then has a receipt, but for a bug of ours and a lock that is lost. */
export async function perform(begun: Deployment, steps: readonly Step[], world: World): Promise<Receipt> {
  const order = { ...begun.order, alarmsBefore: alarmsBefore(begun.facts) };
  const deployment = { ...begun, order };
  const { token } = begun;
  const { environment } = order.component;
  await world.ledger.append(environment, [await startedEntry(deployment, steps, world)], token);
  const ending = await attempt(deployment, steps, world);
  return record(deployReceipt(deployment, ending, world), world);
}

async function attempt(deployment: Deployment, steps: readonly Step[], world: World): Promise<Ending> {
  const outputs = recordedOutputs(deployment.ledger);
  const { outcome, answers } = await performSteps(steps, { order: deployment.order, outputs, world });
  if (outcome.type === 'interrupted') return interruptedEnding({ answers });
  if (outcome.type === 'failed') {
    await comeToRest(deployment.order, world);
    return failedEnding(outcome.failure, { answers });
  }
  return { ...(await confirmAndVerify(deployment, world)), answers };
}

/** A command may return while its stack is still being put back: the lock is not for the next run before that has ended. */
async function comeToRest(order: Order, world: World): Promise<void> {
  try {
    await awaitRest(order, true, world);
  } catch (cause) {
    // What failed is known already; a provider that cannot say more must not hide it. A bug is thrown on.
    failureOf(cause, 'wait for the provider', order);
  }
}

/**
 * Appends a receipt. A ledger that cannot be reached any more must not lose it: it is kept on this machine, the next run delivers it, and until then
 * nothing goes on from here.
 */
export async function record(receipt: Receipt, world: World): Promise<Receipt> {
  const { environment } = receipt;
  try {
    await world.ledger.append(environment, [receipt], receipt.token);
    return receipt;
  } catch (cause) {
    if (!isCoordinationError(cause) || cause.code !== 'CONVOY_LEDGER_UNREACHABLE') throw cause;
    await world.outbox.keep(environment, [receipt]);
    world.output.line(
      `${receipt.component}: the receipt is kept on this machine and delivered by the next run`,
    );
    const { code, message, remedy } = cause;
    const failure = receipt.failure ?? { code, step: 'record the receipt', message, remedy };
    return { ...receipt, failure, verdict: receipt.verdict === 'passed' ? 'inconclusive' : receipt.verdict };
  }
}

async function startedEntry(deployment: Deployment, steps: readonly Step[], world: World): Promise<Started> {
  const { order, facts, verb, target } = deployment;
  const { verified } = facts.record;
  return {
    type: 'started',
    ...entryHead(deployment, world),
    verb,
    commit: order.pin.commit,
    tree: order.pin.tree,
    before: facts.live,
    from: verified === null ? null : { commit: verified.commit, tree: verified.tree },
    target: target?.run ?? null,
    alarms: [...(order.alarmsBefore ?? [])],
    stored: await storeStacks(order, world),
    steps: steps.map((step) => step.why),
  };
}
