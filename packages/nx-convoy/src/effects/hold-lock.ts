import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { lock } from 'proper-lockfile';

const WAIT_MILLISECONDS = 200;
const TRIES = 9_000; // half an hour: an install ahead of us may be slow, but nobody waits for ever
const STALE_MILLISECONDS = 15_000;

/** Runs the work while holding a lock file among all processes of this machine; the lock of a dead process is taken over. */
export async function holdLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, '', { flag: 'a' });
  const release = await lock(path, {
    stale: STALE_MILLISECONDS,
    update: STALE_MILLISECONDS / 3,
    retries: { retries: TRIES, factor: 1, minTimeout: WAIT_MILLISECONDS, maxTimeout: WAIT_MILLISECONDS, randomize: true },
  });
  try {
    return await work();
  } finally {
    await release();
  }
}
