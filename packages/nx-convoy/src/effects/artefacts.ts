import { createHash, randomBytes } from 'node:crypto';
import { access, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { holdLock } from './hold-lock';
import { linkTree } from './link-tree';
import type { Artefacts } from './ports';
import { writeFileAtomically } from './write-file-atomically';

export interface ArtefactsOptions {
  /** The folder `.convoy` of the workspace. */
  readonly home: string;
  /** How many installs run at a time on this machine, default 2. */
  readonly slots?: number;
}

/** Prepared worktrees and kept folders on disk. A marker beside the worktree, written last, says that it is finished. */
export function createArtefacts({ home, slots = 2 }: ArtefactsOptions): Artefacts {
  const folder = (component: string, commit: string): string => join(home, 'worktrees', component, commit);
  const marker = (component: string, commit: string): string => `${folder(component, commit)}.prepared`;
  const kept = (key: string): string => join(home, 'kept', key);
  const lockPath = (key: string): string => join(home, 'locks', encodeURIComponent(key));
  return {
    folder,
    preparedKey: async (component, commit) => readOrNull(marker(component, commit)),
    markPrepared: (component, commit, key) => writeFileAtomically(marker(component, commit), key),
    restore: async (key, worktree, folders) => {
      if (!(await exists(kept(key)))) return false;
      for (const [index, each] of folders.entries()) {
        await rm(join(worktree, each), { recursive: true, force: true });
        await linkTree(join(kept(key), String(index)), join(worktree, each));
      }
      return true;
    },
    keep: async (key, worktree, folders) => {
      const unfinished = `${kept(key)}.${randomBytes(4).toString('hex')}.tmp`;
      for (const [index, each] of folders.entries()) await linkTree(join(worktree, each), join(unfinished, String(index)));
      await mkdir(dirname(kept(key)), { recursive: true });
      await rename(unfinished, kept(key));
    },
    digest: async (worktree, files) => digestFiles(worktree, files),
    // Whoever comes takes the slot that its process id names: spread well enough, and no one starves.
    slot: (work) => holdLock(lockPath(`slot-${process.pid % slots}`), work),
    alone: (key, work) => holdLock(lockPath(key), work),
  };
}

async function digestFiles(worktree: string, files: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const file of [...files].sort()) {
    hash.update(`${file}\0`).update(await readFile(join(worktree, file))).update('\0');
  }
  return hash.digest('hex');
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

async function readOrNull(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null;
    throw cause;
  }
}
