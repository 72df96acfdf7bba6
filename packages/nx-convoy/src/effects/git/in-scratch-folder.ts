import { randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Does the work with a folder of its own below `home`, which is gone afterwards. */
export async function inScratchFolder<T>(home: string, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = join(home, 'tmp', randomBytes(8).toString('hex'));
  await mkdir(folder, { recursive: true });
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
