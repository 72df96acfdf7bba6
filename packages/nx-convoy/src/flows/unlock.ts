import { lockMoved, reasonMissing } from '../model/unlock-errors';
import type { LockHolder } from '../model/lock';
import type { World } from './world';

/** Takes the lock away from whoever holds it, with a reason that is kept in the ledger. Answers who held it; null: nobody did. */
export async function unlock(
  place: { readonly environment: string; readonly run: string },
  world: World,
): Promise<LockHolder | null> {
  const { environment, run } = place;
  const holder = await world.locks.look(environment);
  if (holder === null) {
    world.output.line(`${environment}: nobody holds the lock`);
    return null;
  }
  const { claim } = holder;
  const who = `${claim.who} (run ${claim.run}, ${claim.verb} since ${claim.since})`;
  world.output.line(`${environment}: the lock is held by ${who}`);
  const reason = world.flags.reason?.trim() ?? '';
  if (reason === '') throw reasonMissing(environment, who);
  const broken = await world.locks.breakLock(environment, holder, {
    type: 'occurrence',
    version: 1,
    world: world.name,
    environment,
    run,
    who: world.who,
    startedAt: world.clock.now(),
    token: holder.token,
    what: { kind: 'unlocked', reason, holder: who },
  });
  if (!broken) throw lockMoved(environment, who);
  world.output.line(`${environment}: unlocked; run ${claim.run} can write nothing any more`);
  return holder;
}
