import { componentEntry, existsIn } from '../../model/component-entry';
import type { Manifest } from '../../model/manifest';
import type { LedgerState } from '../../model/receipt';

/** Components that the ledger of the environment knows and the manifest no longer has there: shown, never deleted. */
export function orphans(
  state: Pick<LedgerState, 'components' | 'environment'>,
  manifest: Manifest,
): string[] {
  return Object.keys(state.components).filter((name) => {
    const entry = componentEntry(manifest, name);
    return entry === null || !existsIn(entry, state.environment);
  });
}

/** What plan and status say of an orphan. */
export function orphanLine(component: string, environment: string): string {
  return `${component} is orphaned: the ledger of ${environment} knows it, repos.json has it there no longer; it is left as it is`;
}
