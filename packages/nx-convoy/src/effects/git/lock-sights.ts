import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { errorCode } from '../error-code';
import { writeFileAtomically } from '../write-file-atomically';
import type { LedgerEnvironment } from './ledger-environment';
import type { Listing } from './ledger-refs';

const sightSchema = z.object({ boot: z.string(), commit: z.string(), firstSeen: z.number() });

/**
 * For how long this machine has seen the lock's ref where it is, in milliseconds. What was seen is kept in a file, so that another command can
 * go on watching; another boot, or a clock that went back, begins anew. No two commits of a lock are the same, so what is seen twice stood
 * still in between.
 */
export async function quietSince(at: LedgerEnvironment, seen: Listing & { lock: string }): Promise<number> {
  const { home, world } = at.options;
  const path = join(home, 'locks', `seen-${world}-${encodeURIComponent(at.name)}.json`);
  const boot = await at.machine.boot();
  const before = await readSight(path);
  if (before?.commit === seen.lock && before.boot === boot && before.firstSeen <= seen.begunAt)
    return seen.begunAt - before.firstSeen;
  const sight = { boot, commit: seen.lock, firstSeen: seen.endedAt };
  await writeFileAtomically(path, JSON.stringify(sight));
  return 0;
}

/** A file that says nothing useful is as good as none: the watch begins anew. */
async function readSight(path: string): Promise<z.infer<typeof sightSchema> | null> {
  try {
    return sightSchema.safeParse(JSON.parse(await readFile(path, 'utf8'))).data ?? null;
  } catch (cause) {
    if (errorCode(cause) === 'ENOENT' || cause instanceof SyntaxError) return null;
    throw cause;
  }
}
