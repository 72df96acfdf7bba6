import { contentDigestOf, fingerprintOf } from '../decide/fingerprint';
import { summarise } from '../decide/summarise';
import type { Receipt } from '../model/receipt';
import { entryHead, type Deployment } from './deployment';
import type { Ending } from './ending';
import type { World } from './world';

/** What is kept of a deploy, however it ended. */
export function deployReceipt(deployment: Deployment, ending: Ending, world: World): Receipt {
  const { order, facts, coordinationCommit } = deployment;
  const { live } = ending;
  const before = facts.record.verified;
  return {
    type: 'receipt',
    verb: 'deploy',
    ...entryHead(deployment, world),
    outcome: ending.outcome,
    verdict: ending.verdict,
    finishedAt: world.clock.now(),
    commit: order.pin.commit,
    tree: order.pin.tree,
    declaration: order.component.declaration,
    coordinationCommit,
    from: before === null ? null : { commit: before.commit, tree: before.tree },
    // Without a fingerprint no later verification takes what is live for this deploy: what was not confirmed is none.
    fingerprint: live === null || !ending.confirmed ? null : fingerprintOf(live),
    contentDigest: live === null ? null : contentDigestOf(live),
    after: live,
    outputs: { ...ending.outputs },
    answers: [...ending.answers],
    checks: [...ending.checks],
    failure: ending.failure,
    summary: summaryOf(deployment, ending),
  };
}

function summaryOf({ facts }: Deployment, { outcome, failure, live, checks }: Ending): string {
  if (outcome === 'interrupted') return 'interrupted';
  return failure === null ? summarise(facts, live, checks) : failure.step;
}
