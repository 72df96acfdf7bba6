import type { CoordinationError } from '../../model/coordination-error';
import { heldBack } from '../../model/guard-errors';
import type { Hold, LedgerState } from '../../model/receipt';

interface PinnedTree {
  readonly tree: string;
}

export interface HoldFacts {
  readonly component: string;
  readonly environment: string;
  readonly state: Pick<LedgerState, 'hold'>;
  /** What every component of the environment is pinned to, this one too; null: it has no pin. */
  readonly pins: Readonly<Record<string, PinnedTree | null>>;
  readonly allowSource: boolean;
  /** The environment whose verified trees may enter this one; null: none. */
  readonly promotesFrom: string | null;
  readonly releaseHold: boolean;
}

/** What a hold means for the deploy of one component. */
export type HoldVerdict =
  | { readonly type: 'free' }
  /** Held, but the deploy releases it; `why` is for the person and the ledger. */
  | { readonly type: 'released'; readonly why: string }
  | { readonly type: 'held'; readonly refusal: CoordinationError };

/** Refuses to deploy a tree that was rolled back, until a new pin or a person's word ends the hold. */
export function holdRefusal(facts: HoldFacts): CoordinationError | null {
  const verdict = judgeHold(facts);
  return verdict.type === 'held' ? verdict.refusal : null;
}

/** The set is held: one new pin of a component that failed (of any, where none did) ends the hold for all. */
export function judgeHold(facts: HoldFacts): HoldVerdict {
  const { component, environment, state, pins, promotesFrom } = facts;
  const { hold } = state;
  const held = hold?.trees[component];
  if (hold === null || held === undefined || pins[component]?.tree !== held) return { type: 'free' };
  if (newPins(hold, pins).length > 0) return { type: 'free' };
  const what = `${component} was rolled back by run ${hold.run}, and its pin is still the same`;
  if (facts.releaseHold) return { type: 'released', why: `${what}: released by --release-hold` };
  if (facts.allowSource)
    return { type: 'released', why: `${what}: ${environment} is for trying, so it is released` };
  const causes = causesOf(hold);
  const refusal = heldBack({ component, environment, run: hold.run, causes, promotesFrom });
  return { type: 'held', refusal };
}

/** Components whose new pin ends the hold, and that have one. */
export function newPins(hold: Hold, pins: HoldFacts['pins']): string[] {
  return causesOf(hold).filter((name) => {
    const pin = pins[name] ?? null;
    return pin !== null && pin.tree !== hold.trees[name];
  });
}

/** A component that failed without being rolled back has no tree that its pin could be compared with. */
function causesOf({ failed, trees }: Hold): string[] {
  const known = failed.filter((name) => Object.hasOwn(trees, name));
  return known.length > 0 ? known : Object.keys(trees);
}
