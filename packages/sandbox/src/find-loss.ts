import { access } from 'node:fs/promises';
import { findUncleanStop } from './ministack/find-unclean-stop';
import type { Places } from './places';
import { isRunning } from './process/is-running';
import type { SandboxState } from './state/sandbox-state';

/**
 * Why what lies on disk cannot be gone on with, if so. Cloud, database and git remotes tell of each other: when one of them has lost
 * something, all of them start over.
 */
export async function findLoss(places: Places, known: SandboxState | undefined): Promise<string | undefined> {
  const parts = [places.ministack.state, places.postgres.ready, places.ledgerRemote];
  const present = await Promise.all([...parts, places.complete].map(isThere));
  if (!present.some(Boolean)) return undefined;
  if (known === undefined) return 'Its ports and secrets (.convoy/sandbox.json) are gone.';
  if (!present.every(Boolean)) return 'It was never finished, or a part of it was deleted.';
  const isAlive = await isRunning(known.processes.ministack);
  if (isAlive || !(await findUncleanStop(places))) return undefined;
  return 'The AWS emulator was killed: what was deployed since its last clean stop is lost.';
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
