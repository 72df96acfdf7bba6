import { wrongAccount } from '../model/errors';
import type { ResolvedComponent } from '../model/resolved-component';
import type { World } from './world';

/** Refuses when the caller's identity belongs to another account than the manifest names. */
export async function guardAccount(
  place: Pick<ResolvedComponent, 'account' | 'region' | 'environment'>,
  world: World,
): Promise<void> {
  const actual = await world.cloud(place.region).account();
  if (actual !== place.account)
    throw wrongAccount({ expected: place.account, actual, environment: place.environment });
}
