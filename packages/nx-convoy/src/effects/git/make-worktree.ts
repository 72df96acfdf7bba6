import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { exists } from '../exists';
import { openGit, type Git, type GitSettings } from './open-git';

/** Whether the folder is a worktree at this commit whose tracked files are all as committed; what commands made beside them is welcome. */
export async function isWorktreeAt(folder: string, commit: string, settings: GitSettings): Promise<boolean> {
  // Without this git would speak of the repository around it.
  if (!(await exists(join(folder, '.git')))) return false;
  const git = await openGit(folder, settings);
  const words = [
    '--porcelain=v2',
    '--branch',
    '--untracked-files=no',
    '--ignore-submodules=all',
    '--no-renames',
  ];
  const status = await git.read('status', ...words).catch(() => '');
  const [first, ...others] = status.split('\n').filter((line) => line !== '');
  return first === `# branch.oid ${commit}` && others.every((line) => line.startsWith('# '));
}

/** Makes a detached worktree, in place of whatever is in the folder. */
export async function makeWorktree(mirror: Git, commit: string, folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mirror.read('worktree', 'prune');
  await mirror.read('worktree', 'add', '--quiet', '--detach', '--force', '--', folder, commit);
}
