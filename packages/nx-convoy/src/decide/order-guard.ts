import type { Pin } from '../model/pin';
import type { LedgerState } from '../model/receipt';
import { dependencyNotVerified } from '../model/errors';
import type { CoordinationError } from '../model/coordination-error';

export interface DependencyFacts {
  readonly name: string;
  readonly pin: Pin | null;
}

/** Refuses a deploy while a dependency is not verified at its pin: order holds however the task was started. */
export function orderRefusal(
  component: string,
  dependencies: readonly DependencyFacts[],
  ledger: LedgerState,
): CoordinationError | null {
  for (const { name, pin } of dependencies) {
    const record = ledger.components[name];
    const verified = record?.verified ?? null;
    const broken = record?.started != null || (record?.last != null && record.last.verdict !== 'passed');
    // What was deployed from a local checkout and verified is what the environment is meant to run for now.
    const isMeant = verified !== null && (verified.source !== null || verified.tree === pin?.tree);
    if (isMeant && !broken) continue;
    return dependencyNotVerified({
      component,
      dependency: name,
      environment: ledger.environment,
      liveCommit: verified?.commit ?? null,
      pinCommit: pin?.commit ?? null,
    });
  }
  return null;
}
