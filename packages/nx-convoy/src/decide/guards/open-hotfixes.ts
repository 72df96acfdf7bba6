import type { CoordinationError } from '../../model/coordination-error';
import { hotfixLost } from '../../model/branch-errors';
import type { LedgerState } from '../../model/receipt';

/** A hotfix that is live and that the environment's branch does not have yet. */
export interface OpenHotfix {
  readonly component: string;
  readonly commit: string;
  readonly run: string;
  readonly reason: string;
}

/** Hotfixes that are not merged back. `isOnBranch`: components whose live commit the environment's branch contains. */
export function openHotfixes(
  state: Pick<LedgerState, 'components'>,
  isOnBranch: ReadonlySet<string>,
): OpenHotfix[] {
  return Object.entries(state.components).flatMap(([component, { verified }]) => {
    const override = verified?.overrides.find(({ flag }) => flag === 'hotfix');
    if (verified === null || override === undefined || isOnBranch.has(component)) return [];
    return [{ component, commit: verified.commit, run: verified.run, reason: override.reason }];
  });
}

/** What every plan shows until the hotfix is merged back. */
export function hotfixLine({ component, commit, run, reason }: OpenHotfix, branch: string): string {
  return `${component} runs hotfix ${commit.slice(0, 7)} (run ${run}: ${reason}), which is not on ${branch} yet: merge it back`;
}

export interface ComingPin {
  readonly environment: string;
  readonly commit: string;
  /** Whether the pin contains the hotfix; null: it is not known. */
  readonly containsHotfix: boolean | null;
  readonly reason: string | null;
}

/** Refuses a pin that would lose an open hotfix of the component. */
export function hotfixLostRefusal(hotfix: OpenHotfix, pin: ComingPin): CoordinationError | null {
  if (pin.containsHotfix === true || pin.commit === hotfix.commit || pin.reason !== null) return null;
  return hotfixLost({ ...hotfix, environment: pin.environment, pin: pin.commit });
}
