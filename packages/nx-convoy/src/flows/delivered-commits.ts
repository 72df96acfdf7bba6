import type { CommitTime } from '../model/commit-time';
import { isCoordinationError } from '../model/coordination-error';
import type { ComponentRecord } from '../model/receipt';
import type { Order } from './order';
import type { World } from './world';

/**
 * The commits that a deploy makes live, for the lead time: those since what was verified last; of a first deploy the newest alone, since what came
 * before it was live nowhere. null: not known, as of a working tree or where the branch was rewritten.
 */
export async function deliveredCommits(
  { component, pin, source }: Order,
  { verified }: ComponentRecord,
  world: World,
): Promise<CommitTime[] | null> {
  if (source !== null || verified?.source != null) return null;
  if (verified?.commit === pin.commit) return [];
  const repo = { name: component.repo, url: component.url };
  try {
    if (verified !== null) await world.repos.ensure(repo, verified.commit);
    return await world.repos.timesBetween(repo, verified?.commit ?? null, pin.commit);
  } catch (cause) {
    if (isCoordinationError(cause) && cause.code === 'CONVOY_COMMIT_NOT_FOUND') return null;
    throw cause;
  }
}
