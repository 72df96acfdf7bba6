import { placesOf } from './places';
import { raise } from './raise';
import type { SandboxOrder } from './sandbox-order';
import type { SandboxState } from './state/sandbox-state';
import { holdLock } from './state/hold-lock';

/** Brings the sandbox up; when it is up already, that is all there is to it. */
export async function up(order: SandboxOrder): Promise<SandboxState> {
  return holdLock(placesOf(order.root, order.venv), () => raise(order));
}
