import { rollbackTarget } from '../decide/rollback-target';
import { restoreWish, type RestoreOptions, type RestoreWish } from '../decide/restore-wish';
import type { LedgerState } from '../model/receipt';
import { isCoordinationError } from '../model/coordination-error';
import { restoreFailed, sourceMissing } from '../model/restore-errors';
import { unreachable } from '../model/unreachable';
import { guardAccount } from './guard-account';
import type { Order } from './order';
import { readSchema } from './read-live';
import type { World } from './world';

const PAUSE_MILLISECONDS = 10_000;
const LONGEST_MINUTES = 180;

export interface Restored {
  readonly wish: RestoreWish;
  /** `host:port` */
  readonly endpoint: string;
}

/**
 * Makes a new database instance with the data of an earlier time or of a snapshot, and waits until it can be used. The instance that is live is only
 * read: whether and when it is replaced is a person's decision. Answers null when it was interrupted; the same command then goes on waiting.
 */
export async function restore(order: Order, options: RestoreOptions, world: World): Promise<Restored | null> {
  const { component } = order;
  const { migrations, environment } = component;
  await guardAccount(component, world);
  if (migrations === null) throw new TypeError(`${component.name} has no migrations`);
  const ledger = await world.ledger.refresh(environment);
  const schema = await readSchema(world.cloud(component.region), migrations).catch((cause: unknown) => {
    // A database that does not answer is the very reason to restore it.
    if (isCoordinationError(cause)) return null;
    throw cause;
  });
  const before = await versionBefore(component.name, ledger, world);
  const wish = restoreWish({ component, before, schema }, options);
  const databases = world.databases(component.region);
  const source = await databases.instance(wish.source);
  if (source === null) throw sourceMissing(component.name, wish.source);
  await begin(wish, component.region, world);
  world.output.line(`${component.name}: ${wish.target} is being made from ${wish.source}, ${wish.because}`);
  const endpoint = await untilAvailable(wish, component.region, world);
  return endpoint === null ? null : { wish, endpoint };
}

/** Schema version in the release that a rollback would go back to. */
async function versionBefore(component: string, ledger: LedgerState, world: World): Promise<number | null> {
  const target = rollbackTarget(ledger);
  if (target.type === 'none') return null;
  const release = await world.ledger.release(ledger.environment, target.release.run);
  return release?.components[component]?.live.schema?.version ?? null;
}

async function begin(wish: RestoreWish, region: string, world: World): Promise<void> {
  const databases = world.databases(region);
  const { source, target, from } = wish;
  switch (from.type) {
    case 'time':
      return databases.restoreToTime({ source, target, at: from.at });
    case 'snapshot':
      return databases.restoreSnapshot({ source, snapshot: from.name, target });
    default:
      return unreachable(from);
  }
}

async function untilAvailable(wish: RestoreWish, region: string, world: World): Promise<string | null> {
  const deadline = Date.parse(world.clock.now()) + LONGEST_MINUTES * 60_000;
  for (;;) {
    if (world.interrupted()) return null;
    const found = await world.databases(region).instance(wish.target);
    const status = found?.status ?? 'gone';
    if (status === 'available' && found?.endpoint != null) return found.endpoint;
    const isLate = Date.parse(world.clock.now()) > deadline;
    if (isLate || ['gone', 'failed', 'incompatible-restore', 'incompatible-parameters'].includes(status))
      throw restoreFailed(wish.target, status);
    await world.clock.pause(PAUSE_MILLISECONDS);
  }
}
