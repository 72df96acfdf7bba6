import type { LedgerState, ReleaseSummary } from '../model/receipt';

export type RollbackTarget =
  | { readonly type: 'target'; readonly release: ReleaseSummary; readonly because: string }
  | { readonly type: 'none'; readonly because: string };

/**
 * The release that a rollback goes back to: a rollback that is under way goes on; else the newest release that is not what is live. After a failed,
 * partial or interrupted run that is the last release, after a complete one the release before it.
 */
export function rollbackTarget(state: LedgerState, to: string | null = null): RollbackTarget {
  if (to !== null) return named(state, to);
  const { rollback, releases } = state;
  const begun = rollback === null ? undefined : releases.find((each) => each.run === rollback.target);
  if (rollback !== null && begun !== undefined)
    return { type: 'target', release: begun, because: `run ${rollback.run} began to go back to it` };
  const found = [...releases].reverse().find((each) => !isLive(each, state));
  if (found !== undefined) return { type: 'target', release: found, because: reasonFor(found, state) };
  const because =
    releases.length === 0
      ? 'there has been no release here yet'
      : 'what is live is the first release here, and there is nothing before it';
  return { type: 'none', because };
}

function named(state: LedgerState, to: string): RollbackTarget {
  const release = state.releases.find((each) => each.run === to);
  if (release !== undefined) return { type: 'target', release, because: 'it was named' };
  const known = state.releases.slice(-5).map((each) => each.run);
  const list = known.length === 0 ? 'there is none' : `there are ${known.join(', ')}`;
  return { type: 'none', because: `run ${to} was no release here; ${list}` };
}

/** Whether every component of the release is verified at the tree that it had in it, and nothing is under way or broken. */
function isLive(release: ReleaseSummary, state: LedgerState): boolean {
  return Object.entries(release.components).every(([name, { tree }]) => {
    const record = state.components[name];
    if (record === undefined || record.started !== null) return false;
    return record.last?.verdict === 'passed' && record.verified?.tree === tree;
  });
}

function reasonFor(found: ReleaseSummary, { releases }: LedgerState): string {
  return found === releases.at(-1)
    ? 'the last release; what is live is not the whole of it'
    : 'the newest release that is not what is live';
}
