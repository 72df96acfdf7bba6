import type { LedgerState, ReleaseSummary } from '../model/receipt';
import { settledReceipt, type Wanted } from './set-of';

/** Whether every component of the release that still exists is what it was in it. */
export function isWholeSetBack(
  target: ReleaseSummary,
  wanted: readonly Wanted[],
  state: LedgerState,
): boolean {
  return wanted
    .filter(({ component }) => target.components[component] !== undefined)
    .every(
      ({ component }) =>
        settledReceipt(state.components[component])?.tree === target.components[component]?.tree,
    );
}
