import type { Pin } from '../../model/pin';
import type { LedgerState, ReleaseSummary } from '../../model/receipt';
import type { StatusRow } from '../status-row';

export interface SetFacts {
  readonly state: LedgerState;
  /** Every component that exists in the environment. */
  readonly components: readonly PinnedNow[];
}

export interface PinnedNow {
  readonly component: string;
  readonly pin: Pin | null;
  /** Whether what is live is what was verified; null: it was not looked at. */
  readonly verdict: StatusRow['verdict'] | null;
}

/** What keeps the newest release from being what is pinned, verified and live now, a line each; none: it is. */
export function unverifiedSet({ state, components }: SetFacts): string[] {
  const release = state.releases.at(-1) ?? null;
  if (components.length === 0) return ['no component exists there'];
  const { hold, rollback } = state;
  return [
    ...(release === null ? ['there was no release yet'] : []),
    ...(rollback === null ? [] : [`run ${rollback.run} began to roll back and has not ended`]),
    ...(hold === null ? [] : [`run ${hold.run} rolled back, and what it took away is held`]),
    ...components.flatMap((each) => troubleOf(each, state, release) ?? []),
  ];
}

/** The first reason; null: there is none. */
function troubleOf(
  { component, pin, verdict }: PinnedNow,
  state: LedgerState,
  release: ReleaseSummary | null,
) {
  const record = state.components[component];
  const verified = record?.verified ?? null;
  const released = release?.components[component];
  const because = (why: string): string => `${component}: ${why}`;
  if (pin === null) return because('it is not pinned');
  if (record?.started != null) return because(`run ${record.started.run} began and has not ended`);
  if (record?.last == null || verified === null) return because('it was never verified');
  if (record.last.verdict !== 'passed') return because(`run ${record.last.run} did not pass`);
  if (verified.source !== null) return because(`run ${verified.run} deployed it from a local checkout`);
  if (verified.tree !== pin.tree) return because(`${short(verified)} is live, the pin is ${short(pin)}`);
  if (release !== null && released?.tree !== pin.tree)
    return because(
      `the last release (run ${release.run}) has ${released === undefined ? 'none' : short(released)}, the pin is ${short(pin)}`,
    );
  if (verdict !== null && verdict !== 'passed')
    return because(`what is live was changed since run ${record.last.run}`);
  return null;
}

function short({ commit }: { readonly commit: string }): string {
  return commit.slice(0, 7);
}
