import { featureFlagsOf } from '../decide/feature-flags-of';
import type { FeatureFlagValue } from '../model/feature-flag-value';
import type { Manifest } from '../model/manifest';
import type { World } from './world';

/** What the feature flags of an environment are now. The world must be that of the environment. */
export async function flagValues(
  manifest: Manifest,
  environment: string,
  world: World,
): Promise<FeatureFlagValue[]> {
  const region = manifest.environments[environment]?.region ?? '';
  return Promise.all(
    featureFlagsOf(manifest, environment).map(async ({ name: flag, kind, parameter }) => ({
      flag,
      kind,
      parameter,
      value: await world.cloud(region).parameter(parameter),
    })),
  );
}
