import { contentDigestOf, fingerprintOf } from '../decide/fingerprint';
import type { LiveState } from '../model/live-state';
import type { Receipt } from '../model/receipt';
import { badChecks, verdictOf, type CheckResult } from '../model/verdict';
import { meantPin } from '../decide/meant-pin';
import { sayChecks } from '../decide/say-checks';
import { pinIsLive } from '../decide/pin-is-live';
import { notDeployed } from '../model/errors';
import { checkSharedLayers } from './check-shared-layers';
import { guardAccount } from './guard-account';
import type { Order } from './order';
import { recordedOutputs } from './outputs';
import { readLive } from './read-live';
import { record } from './perform';
import { verifyLive } from './verify-live';
import type { World } from './world';

/** Verifies one component as it is live, against its pin, and records the verdict. Never deploys anything. */
export async function verify(order: Order, world: World): Promise<Receipt> {
  const { component } = order;
  const startedAt = world.clock.now();
  const token = await world.lease.take(component.environment, 'verify');
  const [ledger] = await Promise.all([
    world.ledger.read(component.environment),
    guardAccount(component, world),
  ]);
  const last = ledger.components[component.name]?.last ?? null;
  if (last === null) throw notDeployed(component.name, component.environment);
  const meant = meantOrder(order, last);
  const [live, checks, shared] = await Promise.all([
    readLive(component, meant.pin, world),
    verifyLive(meant, recordedOutputs(ledger), world),
    checkSharedLayers(order, world),
  ]);
  const all = [
    pinIsLive({
      environment: component.environment,
      pin: meant.pin,
      record: ledger.components[component.name] ?? null,
      live,
    }),
    ...checks,
    ...shared,
  ];
  const receipt = receiptOf({ order, last, live, checks: all, startedAt, token }, world);
  // Checks that were cut short say nothing of the component: nothing is recorded.
  if (receipt.verdict !== 'passed' && world.interrupted())
    return { ...receipt, outcome: 'interrupted', verdict: null };
  return record(receipt, world);
}

/** What was rolled back is not held to its pin, nor to what is newest. */
function meantOrder(order: Order, last: Receipt): Order {
  if (last.target === null) return order;
  const elsewhere = [...order.elsewhere, order.pin.commit];
  return { ...order, pin: meantPin(order.pin, last), elsewhere, proven: last.after };
}

interface Verification {
  readonly order: Order;
  readonly last: Receipt;
  readonly live: LiveState;
  readonly checks: readonly CheckResult[];
  readonly startedAt: string;
  readonly token: string;
}

function receiptOf(verification: Verification, world: World): Receipt {
  const { order, last, live, checks, startedAt, token } = verification;
  const verdict = verdictOf(checks);
  const bad = badChecks(checks);
  return {
    ...last,
    verb: 'verify',
    token,
    series: order.series,
    held: null,
    metrics: null,
    delivered: [],
    late: false,
    run: order.run,
    who: world.who,
    startedAt,
    finishedAt: world.clock.now(),
    outcome: verdict === 'passed' ? 'unchanged' : 'failed',
    verdict,
    commit: last.commit,
    tree: last.tree,
    fingerprint: verdict === 'passed' ? fingerprintOf(live) : last.fingerprint,
    contentDigest: contentDigestOf(live, last),
    // Of a deploy that got nowhere nothing is live, and looking at it does not change that.
    after: last.after === null ? null : live,
    answers: [],
    checks: [...checks],
    failure:
      bad.length === 0
        ? null
        : {
            code: 'CONVOY_NOT_VERIFIED',
            step: 'verify',
            message: bad.map((check) => `${check.verdict}: ${check.name}: ${check.evidence}`).join('\n'),
            remedy:
              bad.find((check) => check.remedy !== undefined)?.remedy ??
              `npx nx deploy ${order.component.name} --configuration=${order.component.environment}`,
          },
    summary: bad.length === 0 ? sayChecks(checks) : `${bad.length} of ${checks.length} checks did not pass`,
  };
}
