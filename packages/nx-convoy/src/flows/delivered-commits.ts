import type { CommitTime } from '../model/commit-time';
import { isCoordinationError } from '../model/coordination-error';
import type { ComponentRecord } from '../model/receipt';
import type { Order } from './order';
import type { World } from './world';

const MOST_COMMITS = 200;

/**
 * The commits that a deploy makes live, for the lead time: those that touch the component since what was verified last; of a first deploy the newest
 * alone, since what came before it was live nowhere. null: not known, as of a working tree or where the branch was rewritten.
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
    for (const commit of [pin.commit, ...(verified === null ? [] : [verified.commit])])
      await world.repos.ensure(repo, commit);
    const from = verified?.commit ?? null;
    const most = from === null ? 1 : MOST_COMMITS;
    return await world.history.times(repo, { from, to: pin.commit, paths: component.paths, most });
  } catch (cause) {
    if (isCoordinationError(cause) && cause.code === 'CONVOY_COMMIT_NOT_FOUND') return null;
    throw cause;
  }
}
