import { readdir } from 'node:fs/promises';
import type { Places } from '../places';

/**
 * Whether the emulator, which must not be running now, was killed. It saves its state only when it ends by itself, and removes its own
 * pid file after that: a pid file that is still there means that everything since its last clean stop is lost.
 */
export async function findUncleanStop(places: Places): Promise<boolean> {
  const files = await readdir(places.ministack.temporary).catch(() => []);
  return files.some((file) => /^ministack-\d+\.pid$/.test(file));
}
