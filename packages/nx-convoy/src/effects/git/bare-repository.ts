import { randomBytes } from 'node:crypto';
import { mkdir, rename, rm } from 'node:fs/promises';
import { exists } from '../exists';
import { openGit, type GitSettings } from './open-git';

/** Makes an empty bare repository unless there is one: aside, then moved into place, so that no one meets half of it. */
export async function bareRepository(folder: string, settings: GitSettings): Promise<string> {
  if (await exists(folder)) return folder;
  const unfinished = `${folder}.${randomBytes(4).toString('hex')}.tmp`;
  await mkdir(unfinished, { recursive: true });
  try {
    const git = await openGit(unfinished, settings);
    await git.read('init', '--quiet', '--bare');
    await rename(unfinished, folder);
  } catch (cause) {
    await rm(unfinished, { recursive: true, force: true });
    // Another process was faster.
    if (!(await exists(folder))) throw cause;
  }
  return folder;
}
