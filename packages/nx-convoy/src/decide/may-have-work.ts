import type { Pin } from '../model/pin';
import type { LedgerState } from '../model/receipt';
import type { ResolvedComponent } from '../model/resolved-component';

export interface PinnedComponent {
  readonly component: Pick<ResolvedComponent, 'name' | 'declaration'>;
  readonly pin: Pin;
}

/** Whether the ledger alone tells that a deploy has something to do. False proves nothing: what is live may have been changed by hand. */
export function mayHaveWork({ component, pin }: PinnedComponent, ledger: LedgerState): boolean {
  const record = ledger.components[component.name];
  if (record === undefined || record.started !== null || record.verified === null) return true;
  if (record.last?.verdict !== 'passed') return true;
  return record.verified.tree !== pin.tree || record.verified.declaration !== component.declaration;
}
