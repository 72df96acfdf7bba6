import type { FeatureFlagKind } from '../model/feature-flag-declaration';
import { unreachable } from '../model/unreachable';

/** The value of a flag as it is kept; null: its kind has no such value. */
export function flagText(kind: FeatureFlagKind, typed: string): string | null {
  const text = typed.trim();
  switch (kind) {
    case 'boolean':
      return text === 'true' || text === 'false' ? text : null;
    case 'percentage':
      return /^(0|[1-9]\d?|100)$/.test(text) ? text : null;
    default:
      return unreachable(kind);
  }
}
