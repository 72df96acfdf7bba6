import type { FeatureFlagValue } from '../model/feature-flag-value';
import { sayFlag } from './say-flag';

/** A feature flag that is not the same in two environments; null: not set there. */
export interface FlagDifference {
  readonly flag: string;
  readonly from: string | null;
  readonly to: string | null;
  /** `new-dashboard: 25 % in dev, not set in preprod` */
  readonly line: string;
}

export interface ComparedFlags {
  /** The environment, and its flags. */
  readonly from: readonly [environment: string, flags: readonly FeatureFlagValue[]];
  readonly to: readonly [environment: string, flags: readonly FeatureFlagValue[]];
}

/** The feature flags that differ between two environments, in the order of the first: what is promoted is not what is switched on. */
export function flagsThatDiffer({ from: [here, left], to: [there, right] }: ComparedFlags): FlagDifference[] {
  const values = new Map(right.map(({ flag, value }) => [flag, value]));
  return left.flatMap(({ flag, kind, value: from }) => {
    const to = values.get(flag) ?? null;
    if (from === to) return [];
    const line = `${flag}: ${sayFlag(kind, from)} in ${here}, ${sayFlag(kind, to)} in ${there}`;
    return [{ flag, from, to, line }];
  });
}
