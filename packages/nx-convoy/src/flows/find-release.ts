import { rollbackTarget } from '../decide/rollback-target';
import type { LedgerState, Release } from '../model/receipt';
import { noRelease } from '../model/rollback-errors';
import type { World } from './world';

/** The release that a rollback goes back to, and why that one is told. Refuses where there is none, says what is live, and touches nothing. */
export async function findRelease(environment: string, state: LedgerState, world: World): Promise<Release> {
  const target = rollbackTarget(state, world.flags.to);
  const release = target.type === 'none' ? null : await world.ledger.release(environment, target.release.run);
  if (release !== null) {
    const at = release.finishedAt;
    world.output.line(`back to the release of run ${release.run} (${at}): ${target.because}`);
    return release;
  }
  const live = Object.entries(state.components).flatMap(([component, { verified }]) =>
    verified === null ? [] : [`${component}  ${verified.commit.slice(0, 7)}`],
  );
  throw noRelease(environment, target.because, live);
}
