import type { FeatureFlagKind } from '../model/feature-flag-declaration';

/** The value of a flag for a person; what its kind does not allow is shown as it is, and said to be so. */
export function sayFlag(kind: FeatureFlagKind, value: string | null): string {
  if (value === null) return 'not set';
  if (kind === 'boolean') return value === 'true' || value === 'false' ? value : `“${value}” (no boolean)`;
  return /^\d+$/.test(value) ? `${value} %` : `“${value}” (no percentage)`;
}
