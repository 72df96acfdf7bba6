import type { ComponentRecord } from '../model/receipt';

/**
 * The tree that going back takes away, and that must not come again by itself: the last one that was tried. A pin that has moved on since is not it; where the
 * record does not tell (somebody looked in between), what is pinned is taken for it. Null: nothing is taken away.
 */
export function heldTree(
  { started, last }: ComponentRecord,
  { pinned, target }: { readonly pinned: string; readonly target: string },
): string | null {
  const tried = started?.verb === 'deploy' ? started.tree : lastTried(last, pinned);
  return tried === target ? null : tried;
}

function lastTried(last: ComponentRecord['last'], pinned: string): string {
  if (last === null) return pinned;
  // A rollback that did not get through keeps what it was to take away.
  return last.target === null ? last.tree : (last.held ?? pinned);
}
