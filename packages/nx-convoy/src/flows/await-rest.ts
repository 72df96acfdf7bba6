import { isSettled } from '../decide/confirm-live';
import type { LiveState } from '../model/live-state';
import type { Order } from './order';
import { readLive } from './read-live';
import type { World } from './world';

const PAUSE_MILLISECONDS = 1_000;
const LONGEST_MILLISECONDS = 60 * 60_000;

/**
 * Reads what is live once it has come to rest at the providers: what an earlier attempt of ours began, or a stack that is being deleted, as long as that
 * takes; somebody else's work as long as the person allowed. Deciding before would be guessing.
 */
export async function awaitRest(order: Order, isOurs: boolean, world: World): Promise<LiveState> {
  const begun = Date.parse(world.clock.now());
  let told = false;
  for (;;) {
    const live = await readLive(order.component, order.pin, world);
    if (isAtRest(live) || world.interrupted()) return live;
    const isLeaving = live.stacks.some(({ status }) => status === 'DELETE_IN_PROGRESS');
    const patience = isOurs || isLeaving ? LONGEST_MILLISECONDS : world.flags.waitForLock * 1_000;
    if (Date.parse(world.clock.now()) - begun >= patience) return live;
    const what = isOurs ? 'what we began there' : 'what somebody else began';
    if (!told) world.output.line(`${order.component.name}: waiting for ${what}`);
    told = true;
    await world.clock.pause(PAUSE_MILLISECONDS);
  }
}

function isAtRest(live: LiveState): boolean {
  const deployment = live.pages?.deployment ?? null;
  const isBuilding =
    deployment !== null && ['active', 'idle'].includes(deployment.status) && deployment.stage !== 'deploy';
  return isSettled(live) && !isBuilding;
}
