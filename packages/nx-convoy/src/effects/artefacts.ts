import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { errorCode } from './error-code';
import { exists } from './exists';
import { holdLock, holdOneOf } from './hold-lock';
import { linkTree } from './link-tree';
import { openHome } from './open-home';
import type { Artefacts } from './ports';
import { writeFileAtomically } from './write-file-atomically';

export interface ArtefactsOptions {
  /** The folder `.convoy` of the workspace. */
  readonly home: string;
  /** How many installs run at a time on this machine, default 2. */
  readonly slots?: number;
  /** Where the machine's slots are, default a folder of this user among the temporary ones: shared by all checkouts. */
  readonly slotFolder?: string;
}

/**
 * Prepared worktrees and kept folders on disk. A marker beside the worktree, written last, says that it is finished. What is kept shares its
 * files with the worktrees by hard links, so commands may replace files there but must not write into them.
 */
export function createArtefacts(options: ArtefactsOptions): Artefacts {
  const { home, slots = 2, slotFolder = join(tmpdir(), `nx-convoy-${userInfo().username}`) } = options;
  const folder = (component: string, commit: string): string => join(home, 'worktrees', component, commit);
  const marker = (component: string, commit: string): string => `${folder(component, commit)}.prepared`;
  const kept = (key: string): string => join(home, 'kept', encodeURIComponent(key));
  return {
    folder,
    // A marker whose worktree somebody took away says nothing.
    preparedKey: async (component, commit) =>
      (await exists(folder(component, commit))) ? readOrNull(marker(component, commit)) : null,
    markPrepared: async (component, commit, key) => {
      await openHome(home);
      await writeFileAtomically(marker(component, commit), key);
    },
    restore: async (key, worktree, folders) => restore(kept(key), worktree, folders),
    keep: async (key, worktree, folders) => {
      await openHome(home);
      await keep(kept(key), worktree, folders);
    },
    digest: digestFiles,
    slot: (work) => {
      const paths = Array.from({ length: slots }, (_, index) => join(slotFolder, `slot-${index}`));
      return holdOneOf(paths, work);
    },
    alone: async (key, work) => {
      await openHome(home);
      return holdLock(join(home, 'locks', encodeURIComponent(key)), work);
    },
  };
}

async function restore(kept: string, worktree: string, folders: readonly string[]): Promise<boolean> {
  if (!(await exists(kept))) return false;
  for (const each of folders) {
    const target = join(worktree, each);
    await rm(target, { recursive: true, force: true });
    const source = join(kept, encodeURIComponent(each));
    // A command that had nothing to install made no folder; then there is none to bring back.
    if (await exists(source)) await linkTree(source, target);
  }
  return true;
}

/** Put together aside, then moved into place: what is kept is always whole. */
async function keep(kept: string, worktree: string, folders: readonly string[]): Promise<void> {
  await removeUnfinished(kept);
  if (await exists(kept)) return;
  const unfinished = `${kept}.${randomBytes(4).toString('hex')}.tmp`;
  await mkdir(unfinished, { recursive: true });
  for (const each of folders) {
    const source = join(worktree, each);
    if (await exists(source)) await linkTree(source, join(unfinished, encodeURIComponent(each)));
  }
  try {
    await rename(unfinished, kept);
  } catch (cause) {
    await rm(unfinished, { recursive: true, force: true });
    // Another process kept the same under the same key.
    if (!(await exists(kept))) throw cause;
  }
}

/** Half-made copies of processes that died. Callers hold `alone` for a key, so nobody is at work there. */
async function removeUnfinished(kept: string): Promise<void> {
  const names = await readdir(dirname(kept)).catch(() => []);
  const unfinished = names.filter((name) => name.startsWith(`${basename(kept)}.`) && name.endsWith('.tmp'));
  await Promise.all(
    unfinished.map((name) => rm(join(dirname(kept), name), { recursive: true, force: true })),
  );
}

/** A file that is not there counts too: its coming changes the digest. */
async function digestFiles(worktree: string, files: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const file of [...files].sort()) {
    const content = await bytesOrNull(join(worktree, file));
    hash.update(`${file}\0${content === null ? 'absent' : content.length}\0`).update(content ?? '');
  }
  return hash.digest('hex');
}

async function readOrNull(path: string): Promise<string | null> {
  return (await bytesOrNull(path))?.toString('utf8') ?? null;
}

async function bytesOrNull(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (cause) {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(cause) ?? '')) return null;
    throw cause;
  }
}
