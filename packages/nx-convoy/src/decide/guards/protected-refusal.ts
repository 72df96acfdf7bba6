import type { CoordinationError } from '../../model/coordination-error';
import { confirmMissing } from '../../model/flag-errors';
import { defaultBranchMissing, ledgerAlone, pinsUnapproved } from '../../model/guard-errors';
import type { EnvironmentDeclaration } from '../../model/manifest';
import type { RunFlags } from '../../model/run-flags';
import { committedPinsRefusal } from './committed-pins-refusal';

export interface ProtectedFacts {
  readonly environment: string;
  readonly declaration: Pick<EnvironmentDeclaration, 'protected' | 'allowSource'>;
  readonly flags: Pick<RunFlags, 'confirm'>;
  /** Whether others can see the ledger. */
  readonly ledgerIsShared: boolean;
  /** Of repos.json and the pins of the run's components: what differs from HEAD or is not in it. */
  readonly uncommitted: readonly string[];
  /** Remote of the coordination repository. */
  readonly remote: string;
  /** Its default branch; null: there is no such remote. */
  readonly defaultBranch: string | null;
  /** Of the same files: those whose content in HEAD is not that on the default branch at the remote. */
  readonly differing: readonly string[];
}

/** Refuses a run in a protected environment that was not confirmed, that others could not see, or whose pins nobody approved. */
export function protectedRefusal(facts: ProtectedFacts): CoordinationError | null {
  const { environment, declaration, flags, remote, defaultBranch: branch, differing, uncommitted } = facts;
  if (declaration.protected !== true) return null;
  if (flags.confirm !== environment) return confirmMissing(environment, flags.confirm);
  if (!facts.ledgerIsShared) return ledgerAlone(environment, remote);
  const refusal = committedPinsRefusal({ environment, allowSource: false, uncommitted });
  if (refusal !== null) return refusal;
  if (branch === null) return defaultBranchMissing(environment, remote);
  return differing.length === 0 ? null : pinsUnapproved({ environment, remote, branch, paths: differing });
}
