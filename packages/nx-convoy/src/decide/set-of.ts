import type { Pin } from '../model/pin';
import type { ComponentRecord, LedgerState, Receipt, ReleasedComponent } from '../model/receipt';

/** A component that exists in the environment, with what should run there. */
export interface Wanted {
  readonly component: string;
  readonly pin: Pin | null;
}

/** Whether every component is verified at its pin, from its pin and not from a local checkout: only then is a run a release. */
export function isComplete(wanted: readonly Wanted[], state: LedgerState): boolean {
  return wanted.every(({ component, pin }) => {
    const verified = settledReceipt(state.components[component]);
    return pin !== null && verified !== null && verified.source === null && verified.tree === pin.tree;
  });
}

/** Whether the state is complete, but the last release is not it: a run that died before its last word leaves that. */
export function isReleaseMissing(wanted: readonly Wanted[], state: LedgerState): boolean {
  if (wanted.length === 0 || !isComplete(wanted, state)) return false;
  const last = state.releases.at(-1);
  if (last === undefined) return true;
  return wanted.some(({ component }) => {
    const verified = state.components[component]?.verified ?? null;
    if (verified === null) return false;
    const isNewer = verified.outcome === 'deployed' && Date.parse(verified.finishedAt) > Date.parse(last.at);
    return isNewer || last.components[component]?.tree !== verified.tree;
  });
}

/** What was last verified, unless something went wrong or began since. */
export function settledReceipt(record: ComponentRecord | undefined): Receipt | null {
  if (record === undefined || record.started !== null || record.last?.verdict !== 'passed') return null;
  return record.verified;
}

/** What every component is now, as a release keeps it. */
export function releasedComponents(
  names: readonly string[],
  state: LedgerState,
): Record<string, ReleasedComponent> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const receipt = state.components[name]?.verified ?? null;
      return receipt?.after == null ? [] : [[name, releasedComponent({ ...receipt, after: receipt.after })]];
    }),
  );
}

function releasedComponent(receipt: Receipt & { after: ReleasedComponent['live'] }): ReleasedComponent {
  const { commit, tree, declaration, contentDigest, after: live, outputs, carrier, stored, source } = receipt;
  return { commit, tree, declaration, contentDigest, live, outputs, carrier, stored, source };
}
