import { branchAhead } from '../model/errors';
import type { Step } from '../model/plan';
import type { DeploymentFacts } from './facts';

/** How the branch whose push is the deploy comes to serve the pin. Throws the refusal where that would lose somebody's commits. */
export function pagesSteps(facts: DeploymentFacts): Step[] {
  const { pages } = facts.component;
  if (pages === null) return [];
  const head = facts.live.pages?.head ?? null;
  const commit = facts.pin.commit;
  const short = commit.slice(0, 7);
  if (facts.branch === 'same' || (facts.branch === 'carries' && !pages.owned)) {
    if (facts.built) return [];
    const why = `${pages.branch} is at the pin without a successful deployment`;
    return [{ type: 'request-build', pages, commit, why, undo: 'nothing to undo' }];
  }
  if (pages.owned) {
    const undo =
      head === null ? 'no way back: first deploy' : `move ${pages.branch} back to ${head.slice(0, 7)}`;
    return [{ type: 'push', pages, from: head, commit, why: `move ${pages.branch} to ${short}`, undo }];
  }
  if (head !== null && revertsThePin(facts, head)) {
    const why = `${pages.branch} has our revert on top: revert the revert, tree of ${short}`;
    return [{ type: 'carry', pages, head, commit, why, undo: 'revert commit' }];
  }
  refuseIfNotForward(facts);
  const undo = head === null ? 'no way back: first deploy' : 'revert commit';
  return [{ type: 'push', pages, from: head, commit, why: `fast-forward ${pages.branch} to ${short}`, undo }];
}

/** The pin is part of the branch, and what lies on top is the commit by which we went back. */
function revertsThePin({ branch, record }: DeploymentFacts, head: string): boolean {
  return branch === 'ahead' && record.verified?.carrier === head;
}

/** A branch that others push to is only ever fast-forwarded: what is ahead of the pin or beside it is somebody's work. */
function refuseIfNotForward({ component, branch, live, pin }: DeploymentFacts): void {
  if (component.pages === null || (branch !== 'ahead' && branch !== 'diverged')) return;
  throw branchAhead({
    component: component.name,
    branch: component.pages.branch,
    head: live.pages?.head ?? '',
    pin: pin.commit,
    environment: component.environment,
    relation: branch,
  });
}
