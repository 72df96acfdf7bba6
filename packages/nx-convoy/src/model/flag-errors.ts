import type { CoordinationError } from './coordination-error';
import { refusal } from './refusal';

// The part of the catalogue that concerns the flags of a run.

export interface WrongFlag {
  /** As it is typed, without dashes: `wait-for-lock`. */
  readonly flag: string;
  /** As it was typed; null: nothing was. */
  readonly value: string | null;
  /** What would be right. */
  readonly right: string;
}

export function flagInvalid({ flag, value, right }: WrongFlag): CoordinationError {
  const what = value === null ? 'has no value' : `is “${value}”`;
  return refusal('CONVOY_FLAG_INVALID', `--${flag} ${what}; it takes ${right}`, {
    remedy: `the same command with --${flag} put right`,
  });
}

/** `why`: what is missing beside the flag, or where it belongs. */
export function flagMisplaced(flag: string, why: string, remedy: string): CoordinationError {
  return refusal('CONVOY_FLAG_MISPLACED', `--${flag} cannot be used here: ${why}`, { remedy });
}

export function flagNeedsReason(flag: string): CoordinationError {
  return refusal(
    'CONVOY_REASON_MISSING',
    `--${flag} passes a guard, which needs a reason; it is kept in the ledger`,
    { remedy: `the same command with --${flag} --reason="…"` },
  );
}

/** `confirmed` null: nothing was. */
export function confirmMissing(environment: string, confirmed: string | null): CoordinationError {
  const what =
    confirmed === null
      ? `${environment} is protected: say that you mean it`
      : `the run is for ${environment}, but --confirm says “${confirmed}”`;
  return refusal('CONVOY_CONFIRM_MISSING', what, {
    remedy: `the same command with --confirm=${environment}`,
  });
}

export function sourceForbidden(environment: string): CoordinationError {
  return refusal(
    'CONVOY_SOURCE_FORBIDDEN',
    `local checkouts are not deployed to ${environment}: repos.json does not allow it there`,
    {
      remedy: `push the commit, then pin it:  npx nx g nx-convoy:pin --environment=${environment} --ref=<branch>`,
    },
  );
}
