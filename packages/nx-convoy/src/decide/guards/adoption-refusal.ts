import type { CoordinationError } from '../../model/coordination-error';
import { unadopted } from '../../model/guard-errors';
import type { LiveState } from '../../model/live-state';
import type { LedgerState } from '../../model/receipt';

export interface AdoptionFacts {
  readonly environment: string;
  readonly state: Pick<LedgerState, 'components' | 'releases'>;
  /** What the providers report, by component. */
  readonly live: Readonly<Record<string, LiveState>>;
  readonly adopt: boolean;
}

/** A stack with such a status holds nothing that anybody uses. */
const EMPTY = new Set(['ABSENT', 'DELETE_COMPLETE', 'REVIEW_IN_PROGRESS', 'ROLLBACK_COMPLETE']);

/** Refuses to deploy over an environment that is live and of which the ledger knows nothing, until a person takes it over. */
export function adoptionRefusal(facts: AdoptionFacts): CoordinationError | null {
  const components = unadoptedComponents(facts);
  return components.length === 0 || facts.adopt ? null : unadopted(facts.environment, components);
}

/** Components that are live in an environment without a ledger. */
export function unadoptedComponents({ state, live }: AdoptionFacts): string[] {
  const isKnown = Object.keys(state.components).length > 0 || state.releases.length > 0;
  return isKnown ? [] : Object.keys(live).filter((name) => isLive(live[name]));
}

/** Functions without their stack are leftovers; a branch is there before anything was deployed. */
function isLive(live: LiveState | undefined): boolean {
  if (live === undefined) return false;
  if (live.stacks.length > 0) return live.stacks.some(({ status }) => !EMPTY.has(status));
  return live.functions.some(({ state }) => state !== 'Absent');
}
