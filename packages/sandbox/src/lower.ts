import { placesOf } from './places';
import type { SandboxOrder } from './sandbox-order';
import { serviceNames } from './services';
import { readState } from './state/state-file';
import { keepState } from './state/state-keeper';
import { stopServices } from './stop-services';

/** Stops every service. The caller holds the lock. */
export async function lower(order: SandboxOrder): Promise<void> {
  const places = placesOf(order.root, order.venv);
  const state = await readState(places);
  if (state === undefined || Object.keys(state.processes).length === 0) {
    order.announce('the sandbox is not up');
    return;
  }
  const keeper = await keepState(places, state);
  await stopServices({ places, keeper, announce: order.announce }, serviceNames);
}
