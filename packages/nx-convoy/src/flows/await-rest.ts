import { isSettled } from '../decide/confirm-live';
import type { LiveState } from '../model/live-state';
import type { Order } from './order';
import { readLive } from './read-live';
import type { World } from './world';

const PAUSE_MILLISECONDS = 1_000;
const LONGEST_MINUTES = 60;

/** Reads what is live once what an earlier attempt began has come to rest at the providers: deciding before would be guessing. */
export async function awaitRest(order: Order, world: World): Promise<LiveState> {
  const deadline = Date.parse(world.clock.now()) + LONGEST_MINUTES * 60_000;
  let told = false;
  for (;;) {
    const live = await readLive(order.component, order.pin, world);
    if (isAtRest(live) || world.interrupted() || Date.parse(world.clock.now()) > deadline) return live;
    if (!told) world.output.line(`${order.component.name}: waiting for what an earlier run began`);
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
