import type { BakeMetrics } from '../model/function-metrics';
import type { Json } from '../model/json';
import type { LiveState } from '../model/live-state';
import { storeStacks } from './store-stacks';
import type { StoredStack, Failure } from '../model/receipt';
import { badChecks, verdictOf, type CheckResult, type Verdict } from '../model/verdict';
import { bake, type Baked } from './bake';
import type { Deployment } from './deployment';
import { failureOf } from './failure-of';
import type { Order } from './order';
import { readOutputs, recordedOutputs, type OutputValues } from './outputs';
import { resumeCommand } from './resume-command';
import { settle, type Settled } from './settle';
import { verifyLive } from './verify-live';
import type { World } from './world';

/** How a deploy ended, once its steps are through or stopped. */
export interface Ending {
  readonly outcome: 'deployed' | 'failed' | 'interrupted';
  readonly failure: Failure | null;
  /** What functions answered on the way. */
  readonly answers: readonly Json[];
  /** What was read last; null: nothing was read after the steps. */
  readonly live: LiveState | null;
  /** Whether the providers confirmed that the pin is what they run. */
  readonly confirmed: boolean;
  readonly verdict: Verdict | null;
  readonly outputs: Readonly<Record<string, string>>;
  readonly checks: readonly CheckResult[];
  /** What the functions did in the bake time; null: there was none. */
  readonly metrics: BakeMetrics | null;
  /** Where the stacks' templates, as they are now, were kept. */
  readonly stored: readonly StoredStack[];
}

const BLANK = {
  answers: [],
  live: null,
  confirmed: false,
  verdict: null,
  outputs: {},
  checks: [],
  metrics: null,
  stored: [],
};

export function interruptedEnding(known: Partial<Ending> = {}): Ending {
  return { ...BLANK, ...known, outcome: 'interrupted', failure: null };
}

export function failedEnding(failure: Failure, known: Partial<Ending> = {}): Ending {
  return { ...BLANK, ...known, outcome: 'failed', failure };
}

/** After the steps: what the providers confirm, then what the checks say. Not verified means failed. */
export async function confirmAndVerify(deployment: Deployment, world: World): Promise<Ending> {
  const { order, startedAt } = deployment;
  try {
    const settled = await settle(order, startedAt, world);
    return unsettled(settled, {}) ?? (await verifySettled(deployment, settled, world));
  } catch (cause) {
    return failedEnding(failureOf(cause, 'confirm with the provider', order));
  }
}

async function verifySettled(deployment: Deployment, settled: Settled, world: World): Promise<Ending> {
  const { order, ledger } = deployment;
  const outputs = await readOutputs(order.component, world);
  const known = { ...recordedOutputs(ledger), [order.component.name]: outputs };
  const { checks, metrics, cutShort } = await verifyAndBake(deployment, known, world);
  const verdict = verdictOf(checks);
  const told = { live: settled.live, confirmed: true, outputs, checks, metrics };
  if (cutShort) return interruptedEnding(told);
  if (verdict === 'passed') {
    const stored = await storeStacks(order, world);
    // Read after the checks: what they saw is what the fingerprint must name.
    const again = await settle(order, world.clock.now(), world);
    return (
      unsettled(again, { outputs, checks }) ?? {
        ...BLANK,
        ...told,
        live: again.live,
        stored,
        outcome: 'deployed',
        failure: null,
        verdict,
      }
    );
  }
  if (world.interrupted()) return interruptedEnding(told);
  return failedEnding(notVerified(order, checks), { ...told, verdict });
}

async function verifyAndBake(
  { order, verb }: Deployment,
  outputs: OutputValues,
  world: World,
): Promise<Baked> {
  const checks = await verifyLive(order, outputs, world);
  // The way back is not held up: what is put back was watched when it was deployed.
  const isWatched = verb === 'deploy' && verdictOf(checks) === 'passed';
  const baked = isWatched ? await bake(order, outputs, world) : null;
  return baked ?? { checks, metrics: null, cutShort: false };
}

function unsettled({ live, failure, interrupted }: Settled, known: Partial<Ending>): Ending | null {
  if (interrupted) return interruptedEnding({ ...known, live });
  return failure === null ? null : failedEnding(failure, { ...known, live });
}

function notVerified(order: Order, checks: readonly CheckResult[]): Failure {
  const bad = badChecks(checks);
  const message = bad.map((check) => `${check.verdict}: ${check.name}: ${check.evidence}`).join('\n');
  const remedy = bad.find((check) => check.remedy !== undefined)?.remedy ?? resumeCommand(order);
  return { code: 'CONVOY_NOT_VERIFIED', step: 'verify', message, remedy };
}
