import type { CoordinationError } from '../../model/coordination-error';
import { branchAhead } from '../../model/errors';
import { hotfixNotOnHead, hotfixRefWrong, pinOffBranch } from '../../model/branch-errors';
import type { Pin } from '../../model/pin';
import type { PagesBranch } from '../../model/resolved-component';
import type { BranchRelation } from '../facts';
import { hotfixOf } from '../hotfix-branch';

export interface BranchFacts {
  readonly component: string;
  readonly environment: string;
  readonly pin: Pin;
  /** The branch that the environment runs; null: any commit may be pinned. */
  readonly branch: string | null;
  /** Head of that branch at the repository's remote; null: it has no such branch. */
  readonly head: string | null;
  /** Whether that head is the pin or contains it. */
  readonly isOnBranch: boolean;
  /** Whether the pin contains that head, or the head of the branch of an environment that comes after this one. */
  readonly isDescendantOfHead: boolean;
  readonly hotfix: boolean;
  /** For a component whose deploy is a push. */
  readonly push: PushFacts | null;
}

export interface PushFacts {
  readonly pages: Pick<PagesBranch, 'branch' | 'owned'>;
  /** How the head of the branch that is pushed stands to the pin. */
  readonly relation: BranchRelation;
  readonly head: string | null;
  /** What lies on top of the pin is the commit by which we went back. */
  readonly isOurRevert: boolean;
}

/** Refuses a pin that is not on the branch which the environment runs, or that would not fast-forward the branch whose push is the deploy. */
export function branchRefusal(facts: BranchFacts): CoordinationError | null {
  // A branch that only we write moves in any direction; what may be on it is the environment's business.
  if (facts.push !== null && !facts.push.pages.owned) return pushRefusal(facts, facts.push);
  const { component, environment, branch, head, pin } = facts;
  if (branch === null || facts.isOnBranch) return null;
  if (!facts.hotfix) return pinOffBranch({ component, environment, branch, head, pin });
  if (hotfixOf(pin.ref) === null) return hotfixRefWrong({ component, environment, branch, head, pin });
  return facts.isDescendantOfHead ? null : hotfixNotOnHead({ component, environment, branch, head, pin });
}

/** Fast-forwarding the branch is the deploy: the pin lies ahead of it, and is on it only afterwards. */
function pushRefusal(
  { component, environment, pin }: BranchFacts,
  { pages, relation, head, isOurRevert }: PushFacts,
): CoordinationError | null {
  if (relation !== 'ahead' && relation !== 'diverged') return null;
  if (relation === 'ahead' && isOurRevert) return null;
  const { branch } = pages;
  return branchAhead({ component, environment, branch, head: head ?? '', pin: pin.commit, relation });
}
