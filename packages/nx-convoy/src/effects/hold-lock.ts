import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { lock } from 'proper-lockfile';
import { errorCode } from './error-code';
import { machineBusy } from '../model/errors';

const STALE_MILLISECONDS = 10_000;
const LONGEST_WAIT_MILLISECONDS = 30 * 60_000; // an install ahead of us may be slow, but nobody waits for ever

export interface LockWait {
  readonly longestMilliseconds?: number;
  /** For work that the lock only keeps from being done in vain: begun without it when the wait was too long. */
  readonly isCourtesy?: boolean;
}

/**
 * Runs the work while holding a lock file among all processes of this machine. The lock of a process that died is taken over after ten
 * seconds; so is that of one that was stopped for longer: then both work, which what is locked here must survive.
 */
export async function holdLock<T>(path: string, work: () => Promise<T>, options: LockWait = {}): Promise<T> {
  return holdOneOf([path], work, options);
}

/** Runs the work while holding any one of the locks: as many at a time as there are paths. */
export async function holdOneOf<T>(
  paths: readonly string[],
  work: () => Promise<T>,
  options: LockWait = {},
): Promise<T> {
  const release = await take(paths, options);
  try {
    return await work();
  } finally {
    // A lock that was taken over is not ours to release.
    await release().catch(() => undefined);
  }
}

async function take(paths: readonly string[], options: LockWait): Promise<() => Promise<void>> {
  const longest = options.longestMilliseconds ?? LONGEST_WAIT_MILLISECONDS;
  const begun = performance.now();
  await Promise.all(paths.map((path) => mkdir(dirname(path), { recursive: true })));
  for (;;) {
    for (const path of paths) {
      const release = await tryOnce(path);
      if (release !== null) return release;
    }
    if (performance.now() - begun > longest) {
      if (options.isCourtesy === true) return () => Promise.resolve();
      throw machineBusy(paths[0] ?? '', longest);
    }
    await wait(20 + Math.random() * 80);
  }
}

async function tryOnce(path: string): Promise<(() => Promise<void>) | null> {
  try {
    return await lock(path, {
      realpath: false,
      stale: STALE_MILLISECONDS,
      update: STALE_MILLISECONDS / 4,
      // By default a lost lock ends the whole process, from within a timer.
      onCompromised: () => undefined,
    });
  } catch (cause) {
    if (errorCode(cause) === 'ELOCKED') return null;
    throw cause;
  }
}
