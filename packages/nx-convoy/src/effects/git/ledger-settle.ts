import type { LedgerEnvironment } from './ledger-environment';
import type { Listing, Refs } from './ledger-refs';

/** What to do about the refs as they were seen. */
export type Intent<T> =
  | { readonly type: 'done'; readonly value: T }
  | { readonly type: 'move'; readonly to: Refs; readonly value: T }
  /** What was listed is there no more. */
  | { readonly type: 'again' };

export interface Settled<T> {
  readonly value: T;
  /** Where the refs are now, as far as this told us. */
  readonly refs: Refs;
  /** Where they were before. */
  readonly from: Refs;
  readonly hasMoved: boolean;
}

const TRIES = 8;
const FIRST_PAUSE_MILLISECONDS = 40;
const LONGEST_PAUSE_MILLISECONDS = 1_000;

/**
 * Moves the refs by compare-and-swap: from where they are believed to be (`start`) or listed, and after every refusal from where they really
 * are. A push whose answer was lost is looked after in the same way.
 */
export async function settle<T, S extends Refs = Listing>(
  at: LedgerEnvironment,
  start: S | null,
  intend: (seen: S | Listing) => Promise<Intent<T>>,
): Promise<Settled<T>> {
  let seen: S | Listing = start ?? (await at.refs.list());
  for (let attempt = 1; ; attempt++) {
    const intent = await intend(seen);
    if (intent.type === 'done') return { value: intent.value, refs: seen, from: seen, hasMoved: false };
    if (intent.type === 'move') {
      const moved = await at.refs.move(seen, intent.to);
      if (moved.type === 'moved') return { value: intent.value, refs: intent.to, from: seen, hasMoved: true };
      if (attempt >= TRIES) throw at.refs.unreachable(moved.cause);
    } else if (attempt >= TRIES) throw at.refs.restless(attempt);
    await at.options.clock.pause(pauseAfter(attempt));
    seen = await at.refs.list();
  }
}

/** Longer with every try, and never the same for two rivals. */
function pauseAfter(attempt: number): number {
  const longest = Math.min(LONGEST_PAUSE_MILLISECONDS, FIRST_PAUSE_MILLISECONDS * 2 ** attempt);
  return Math.ceil(Math.random() * longest);
}
