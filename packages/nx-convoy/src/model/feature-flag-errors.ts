import type { CoordinationError } from './coordination-error';
import type { UnknownName } from './errors';
import type { FeatureFlagKind } from './feature-flag-declaration';
import { refusal } from './refusal';

// The part of the catalogue that concerns feature flags.

export function featureFlagUnknown({ value, known, didYouMean }: UnknownName): CoordinationError {
  const there = known.length === 0 ? 'repos.json names none' : `there are ${known.join(', ')}`;
  return refusal('CONVOY_FEATURE_FLAG_UNKNOWN', `there is no feature flag “${value}”; ${there}`, {
    remedy:
      didYouMean == null ? 'name it under "flags" in repos.json' : `the same command with ${didYouMean}`,
  });
}

export interface WrongFlagValue {
  readonly flag: string;
  readonly kind: FeatureFlagKind;
  readonly value: string;
}

export function featureFlagValueInvalid({ flag, kind, value }: WrongFlagValue): CoordinationError {
  const right = kind === 'boolean' ? 'true or false' : 'a whole number from 0 to 100';
  return refusal('CONVOY_FEATURE_FLAG_VALUE_INVALID', `${flag} cannot be “${value}”; it takes ${right}`, {
    remedy: `the same command with --value=${kind === 'boolean' ? 'true' : '25'}`,
  });
}

export function featureFlagReasonMissing(environment: string): CoordinationError {
  return refusal(
    'CONVOY_FEATURE_FLAG_REASON_MISSING',
    `${environment} is protected: say why the flag is changed; it is kept in the ledger`,
    { remedy: 'the same command with --reason="…"' },
  );
}

export interface FlagNotSet {
  readonly flag: string;
  readonly environment: string;
  readonly wanted: string;
  /** What was read back; null: nothing. */
  readonly found: string | null;
}

export function featureFlagNotSet({ flag, environment, wanted, found }: FlagNotSet): CoordinationError {
  return refusal(
    'CONVOY_FEATURE_FLAG_NOT_SET',
    `${flag} in ${environment} was set to ${wanted}, but reads ${found ?? 'as never set'}: somebody else set it, or the provider did not`,
    { remedy: `look:  npx nx run convoy:status:${environment}        then the same command again` },
  );
}
