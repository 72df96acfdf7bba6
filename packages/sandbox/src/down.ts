import { lower } from './lower';
import { placesOf } from './places';
import type { SandboxOrder } from './sandbox-order';
import { holdLock } from './state/hold-lock';

/** Stops the sandbox; what was deployed is kept for the next up. */
export async function down(order: SandboxOrder): Promise<void> {
  await holdLock(placesOf(order.root, order.venv), () => lower(order));
}
