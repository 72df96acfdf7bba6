import type { FeatureFlagKind } from '../model/feature-flag-declaration';
import type { Manifest } from '../model/manifest';
import { fillPlaceholders } from '../model/placeholders';

export interface FeatureFlag {
  readonly name: string;
  readonly kind: FeatureFlagKind;
  /** As it is called in the environment. */
  readonly parameter: string;
}

/** The feature flags of an environment, in the order of the manifest. */
export function featureFlagsOf({ flags = {} }: Manifest, environment: string): FeatureFlag[] {
  return Object.entries(flags).map(([name, { kind, parameter }]) => ({
    name,
    kind,
    parameter: fillPlaceholders(parameter, (each) => (each === 'environment' ? environment : undefined)),
  }));
}
