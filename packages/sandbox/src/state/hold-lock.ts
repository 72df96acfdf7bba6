import { mkdir } from 'node:fs/promises';
import { lock } from 'proper-lockfile';
import type { Places } from '../places';
import { SandboxError } from '../sandbox-error';

/** One verb at a time in a checkout: a second one waits, for the first may be installing. */
export async function holdLock<T>(places: Places, work: () => Promise<T>): Promise<T> {
  await mkdir(places.sandbox, { recursive: true, mode: 0o755 });
  const release = await lock(places.sandbox, {
    stale: 15_000,
    retries: { retries: 360, minTimeout: 500, maxTimeout: 500 },
  }).catch((cause: unknown) => {
    throw new SandboxError(
      'Another up, down or reset of this sandbox has been at work for 3 minutes.',
      'Wait for it, or end it.',
      cause,
    );
  });
  try {
    return await work();
  } finally {
    await release();
  }
}
