import type { RepoAddress } from '../effects/ports';
import { isCoordinationError } from '../model/coordination-error';
import type { World } from './world';

export interface Pair {
  readonly outer: string | null;
  readonly inner: string;
}

/** Whether one commit is the other or contains it. A commit whose branch was rewritten and that nobody has any more is contained in none. */
export async function containsCommit(
  repo: RepoAddress,
  { outer, inner }: Pair,
  world: World,
): Promise<boolean> {
  if (outer === null) return false;
  if (outer === inner) return true;
  try {
    await Promise.all([world.repos.ensure(repo, outer), world.repos.ensure(repo, inner)]);
  } catch (cause) {
    if (isCoordinationError(cause) && cause.code === 'CONVOY_COMMIT_NOT_FOUND') return false;
    throw cause;
  }
  return world.repos.isAncestor(repo, inner, outer);
}
