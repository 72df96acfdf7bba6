import type { ErrorDescription } from './error-descriptions';

/** The codes of feature flags. */
export const featureFlagErrorDescriptions = {
  CONVOY_FEATURE_FLAG_UNKNOWN: {
    when: 'The feature flag named is not under `flags` in repos.json.',
    action: 'Name one that the message lists, or add it to repos.json.',
  },
  CONVOY_FEATURE_FLAG_VALUE_INVALID: {
    when: 'The value is not one that the kind of the flag allows.',
    action: 'A boolean is `true` or `false`, a percentage a whole number from 0 to 100.',
  },
  CONVOY_FEATURE_FLAG_REASON_MISSING: {
    when: 'A flag of a protected environment was to be changed without a reason.',
    action: 'Add `--reason="…"`.',
  },
  CONVOY_FEATURE_FLAG_NOT_SET: {
    when: 'After a flag was set, its parameter reads otherwise. The ledger has what was meant and what was found.',
    action: '`npx nx run convoy:status:<environment>` shows the value; then set it again.',
  },
} as const satisfies Readonly<Record<string, ErrorDescription>>;
