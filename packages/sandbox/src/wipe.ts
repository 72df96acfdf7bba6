import { rm } from 'node:fs/promises';
import type { Places } from './places';

/** Deletes all that deployments have made. What stays: the installation, the ports and secrets, the certificate authority, the logs. */
export async function wipe(places: Places): Promise<void> {
  const made = [
    places.ministack.folder,
    places.postgres.folder,
    places.remotes,
    places.pages,
    places.home,
    places.temporary,
  ];
  // First, so that a wipe that is cut short is seen.
  await rm(places.complete, { force: true });
  await Promise.all(made.map((folder) => rm(folder, { recursive: true, force: true, maxRetries: 3 })));
}
