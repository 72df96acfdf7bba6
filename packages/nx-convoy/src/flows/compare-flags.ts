import { flagsThatDiffer, type FlagDifference } from '../decide/flags-that-differ';
import type { Manifest } from '../model/manifest';
import { flagValues } from './flag-values';
import type { World } from './world';

/** An environment, and the world as it is seen from there. */
export interface FlagSide {
  readonly environment: string;
  readonly world: World;
}

/** The feature flags that differ between two environments. Reads only. */
export async function compareFlags(
  manifest: Manifest,
  from: FlagSide,
  to: FlagSide,
): Promise<FlagDifference[]> {
  const valuesOf = ({ environment, world }: FlagSide) => flagValues(manifest, environment, world);
  const [here, there] = await Promise.all([valuesOf(from), valuesOf(to)]);
  return flagsThatDiffer({ from: [from.environment, here], to: [to.environment, there] });
}
