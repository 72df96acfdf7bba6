import { lower } from './lower';
import { placesOf } from './places';
import { raise } from './raise';
import type { SandboxOrder } from './sandbox-order';
import type { SandboxState } from './state/sandbox-state';
import { holdLock } from './state/hold-lock';
import { wipe } from './wipe';

/** Everything in the sandbox starts over; ports, secrets and the installation stay. */
export async function reset(order: SandboxOrder): Promise<SandboxState> {
  const places = placesOf(order.root, order.venv);
  return holdLock(places, async () => {
    await lower(order);
    await wipe(places);
    return raise(order);
  });
}
