import { contentDigestOf, fingerprintOf } from '../decide/fingerprint';
import { orderRefusal } from '../decide/order-guard';
import { planDeployment } from '../decide/plan-deployment';
import { prepareMissing } from '../model/errors';
import type { DeploymentFacts } from '../decide/facts';
import type { Plan } from '../model/plan';
import type { LedgerState, Receipt, Started } from '../model/receipt';
import { verdictOf } from '../model/verdict';
import { isBug } from '../model/is-bug';
import type { Json } from '../model/json';
import { guardAccount } from './guard-account';
import type { Order } from './order';
import { readOutputs, recordedOutputs } from './outputs';
import { performSteps, resumeCommand, type Performance } from './perform-steps';
import { readFacts } from './read-facts';
import { settle, type Settled } from './settle';
import { summarise } from '../decide/summarise';
import { verifyLive } from './verify-live';
import type { World } from './world';

/** A deploy in the making: what every later stage needs of the earlier ones. */
interface Deployment {
  readonly order: Order;
  readonly ledger: LedgerState;
  readonly facts: DeploymentFacts;
  readonly plan: Plan;
  readonly startedAt: string;
}

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
  if (plan.type === 'nothing') return unchanged(facts, order, startedAt);
  await requirePrepared(order, world);
  return perform({ order, ledger, facts, plan, startedAt }, world);
}

async function perform(deployment: Deployment & { plan: Plan }, world: World): Promise<Receipt> {
  const { order, plan } = deployment;
  if (plan.type !== 'work') throw new TypeError('a plan without work is not performed');
  await world.ledger.append(order.component.environment, [await startedEntry(deployment, world)]);
  const receipt = await attempt({ ...deployment, plan }, world);
  await world.ledger.append(order.component.environment, [receipt]);
  return receipt;
}

/** Once begun, trouble with a provider is a failed step in a receipt; a bug keeps its stack and leaves the open `started` to the next run. */
async function attempt(
  deployment: Deployment & { plan: Plan & { type: 'work' } },
  world: World,
): Promise<Receipt> {
  const { order, ledger, plan, startedAt } = deployment;
  try {
    const performance = await performSteps(plan.steps, order, recordedOutputs(ledger), world);
    const settled = performance.outcome.type === 'done' ? await settle(order, startedAt, world) : null;
    return await conclude(deployment, performance, settled, world);
  } catch (cause) {
    if (isBug(cause)) throw cause;
    const failure = {
      code: 'CONVOY_PROVIDER_FAILED',
      step: 'ask the provider',
      message: cause instanceof Error ? cause.message : String(cause),
      remedy: resumeCommand(order),
    };
    return conclude(deployment, { outcome: { type: 'failed', failure }, answers: [] }, null, world);
  }
}

/** A converged component: what its last receipt proved still holds, so nothing is written to the ledger. */
function unchanged(facts: DeploymentFacts, order: Order, startedAt: string): Receipt {
  const { verified } = facts.record;
  if (verified === null) throw new TypeError('converged without a verified receipt');
  return {
    ...verified,
    outcome: 'unchanged',
    startedAt,
    finishedAt: startedAt,
    from: { commit: verified.commit, tree: verified.tree },
    summary: `unchanged, verified ${verified.finishedAt} by run ${verified.run}`,
    commit: order.pin.commit,
  };
}

async function requirePrepared(order: Order, world: World): Promise<void> {
  const { name, environment } = order.component;
  if ((await world.artefacts.preparedKey(name, order.pin.commit)) !== null) return;
  throw prepareMissing(name, environment);
}

async function startedEntry(deployment: Deployment, world: World): Promise<Started> {
  const { order, facts, plan, startedAt } = deployment;
  const steps = plan.type === 'work' ? plan.steps.map((step) => step.why) : [];
  return {
    type: 'started',
    before: facts.live,
    steps,
    commit: order.pin.commit,
    tree: order.pin.tree,
    ...head(order, startedAt, world),
  };
}

function head(order: Order, startedAt: string, world: World) {
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

async function conclude(
  deployment: Deployment,
  performance: Performance,
  settled: Settled | null,
  world: World,
): Promise<Receipt> {
  const { order, ledger, facts } = deployment;
  const stepFailure =
    performance.outcome.type === 'failed' ? performance.outcome.failure : (settled?.failure ?? null);
  const interrupted = performance.outcome.type === 'interrupted' || settled?.interrupted === true;
  const outputs = interrupted || stepFailure !== null ? {} : await readOutputs(order.component, world);
  const known = { ...recordedOutputs(ledger), [order.component.name]: outputs };
  const checks = stepFailure === null && !interrupted ? await verifyLive(order, known, world) : [];
  const verdict = stepFailure !== null || interrupted ? null : verdictOf(checks);
  const failure =
    stepFailure ??
    (verdict === null || verdict === 'passed'
      ? null
      : checkFailure(
          order,
          checks.filter((check) => check.verdict !== 'passed'),
        ));
  // Read after the checks: what they saw is what the fingerprint must name.
  const after =
    settled === null ? null : verdict === 'passed' ? await settleAgain(order, settled, world) : settled.live;
  const verified = facts.record.verified;
  return {
    type: 'receipt',
    verb: 'deploy',
    ...head(order, deployment.startedAt, world),
    outcome: interrupted ? 'interrupted' : failure === null ? 'deployed' : 'failed',
    verdict,
    finishedAt: world.clock.now(),
    commit: order.pin.commit,
    tree: order.pin.tree,
    declaration: order.component.declaration,
    coordinationCommit: await world.coordinationCommit(),
    from: verified === null ? null : { commit: verified.commit, tree: verified.tree },
    fingerprint: after === null ? null : fingerprintOf(after),
    contentDigest: after === null ? null : contentDigestOf(after),
    after,
    outputs,
    answers: [...performance.answers] as Json[],
    checks,
    failure,
    summary:
      failure === null && !interrupted ? summarise(facts, after, checks) : (failure?.step ?? 'interrupted'),
  };
}

async function settleAgain(order: Order, settled: Settled, world: World) {
  const again = await settle(order, world.clock.now(), world);
  return again.failure === null ? again.live : settled.live;
}

function checkFailure(
  order: Order,
  checks: readonly { name: string; verdict: string; evidence: string; remedy?: string }[],
) {
  const message = checks.map((check) => `${check.verdict}: ${check.name}: ${check.evidence}`).join('\n');
  const remedy = checks.find((check) => check.remedy !== undefined)?.remedy ?? resumeCommand(order);
  return { code: 'CONVOY_NOT_VERIFIED', step: 'verify', message, remedy };
}
