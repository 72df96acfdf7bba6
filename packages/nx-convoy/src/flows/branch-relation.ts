import type { BranchRelation } from '../decide/facts';
import type { Pin } from '../model/pin';
import type { ResolvedComponent } from '../model/resolved-component';
import { servedCommit } from './served-commit';
import type { World } from './world';

export interface PinnedBranch {
  readonly component: ResolvedComponent;
  readonly pin: Pin;
  /** Of the branch whose push is the deploy; null: there is none. */
  readonly head: string | null;
}

/** How the head of the branch stands to the pin. */
export async function branchRelation(
  { component, pin, head }: PinnedBranch,
  world: World,
): Promise<BranchRelation> {
  if (head === null) return 'absent';
  const { commit } = pin;
  if (head === commit) return 'same';
  const repo = { name: component.repo, url: component.url };
  await Promise.all([world.repos.ensure(repo, head), world.repos.ensure(repo, commit)]);
  if ((await servedCommit(component, pin, head, world)) === head) return 'carries';
  if (await world.repos.isAncestor(repo, head, commit)) return 'behind';
  return (await world.repos.isAncestor(repo, commit, head)) ? 'ahead' : 'diverged';
}
