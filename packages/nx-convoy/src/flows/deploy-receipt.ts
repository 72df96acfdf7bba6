import { contentDigestOf, fingerprintOf } from '../decide/fingerprint';
import { summarise, summariseAfter } from '../decide/summarise';
import type { Receipt } from '../model/receipt';
import { entryHead, type Deployment } from './deployment';
import type { Ending } from './ending';
import type { World } from './world';

/** What is kept of a deploy, however it ended. */
export function deployReceipt(deployment: Deployment, ending: Ending, world: World): Receipt {
  const { order, facts, verb, target, coordinationCommit, overrides, approval } = deployment;
  const { live } = ending;
  const before = facts.record.verified;
  return {
    type: 'receipt',
    verb,
    ...entryHead(deployment, world),
    outcome: verb === 'rollback' && ending.outcome === 'deployed' ? 'rolled-back' : ending.outcome,
    verdict: ending.verdict,
    finishedAt: world.clock.now(),
    commit: order.pin.commit,
    tree: order.pin.tree,
    declaration: order.component.declaration,
    coordinationCommit,
    from: before === null ? null : { commit: before.commit, tree: before.tree },
    // Without a fingerprint no later verification takes what is live for this deploy: what was not confirmed is none.
    fingerprint: live === null || !ending.confirmed ? null : fingerprintOf(live),
    contentDigest: live === null ? null : contentDigestOf(live, order.pin),
    after: live,
    outputs: { ...ending.outputs },
    answers: [...ending.answers],
    checks: [...ending.checks],
    failure: ending.failure,
    summary: summaryOf(deployment, ending),
    target: target?.run ?? null,
    held: deployment.held,
    carrier: carrierOf(deployment, ending),
    stored: [...ending.stored],
    source: order.source,
    overrides: [...overrides],
    approval,
    series: null,
    metrics: ending.metrics,
    delivered: deliveredBy(deployment, ending),
    late: false,
  };
}

/** What did not get there delivered nothing. */
function deliveredBy({ delivered }: Deployment, { outcome }: Ending): Receipt['delivered'] {
  if (outcome !== 'deployed') return [];
  return delivered === null ? null : [...delivered];
}

/** The branch's head, where another commit than the pinned one serves it. */
function carrierOf({ order, facts }: Deployment, { live }: Ending): string | null {
  const head = (live ?? facts.live).pages?.head ?? null;
  const { pages } = order.component;
  return pages === null || live === null || head === order.pin.commit ? null : head;
}

function summaryOf({ verb, facts }: Deployment, ending: Ending): string {
  const { outcome, failure, live, checks } = ending;
  if (outcome === 'interrupted') return 'interrupted';
  if (failure === null && verb === 'rollback') return `back, ${summariseAfter(live, checks)}`;
  return failure === null ? summarise(facts, live, checks) : failure.step;
}
