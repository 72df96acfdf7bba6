import { sourceUnusable } from '../../model/source-errors';
import { exists } from '../exists';
import { GitFailure } from './git-failure';
import { openGit, type Git, type GitSettings } from './open-git';

/** A folder of this machine that somebody works in. Only questions are asked there: its index, refs and objects stay as they are. */
export interface Checkout {
  readonly git: Git;
  /** Its topmost folder. */
  readonly top: string;
  readonly head: string;
}

/** Opens the checkout that a folder belongs to. Refuses what is none, or has no commit. */
export async function openCheckout(repo: string, folder: string, settings: GitSettings): Promise<Checkout> {
  const refuse = (because: string, cause?: unknown) => sourceUnusable({ repo, folder, because, cause });
  if (!(await exists(folder))) throw refuse('there is no such folder');
  const top = await topOf(folder, settings).catch((cause: unknown) => {
    if (!(cause instanceof GitFailure)) throw cause;
    throw refuse(`it is no git checkout that can be read: ${cause.message}`, cause);
  });
  const git = await openGit(top, settings);
  const head = await git.read('rev-parse', '--verify', '--quiet', 'HEAD^{commit}').catch((cause: unknown) => {
    if (!(cause instanceof GitFailure)) throw cause;
    throw refuse('it has no commit yet', cause);
  });
  return { git, top, head: head.trim() };
}

async function topOf(folder: string, settings: GitSettings): Promise<string> {
  const git = await openGit(folder, settings);
  return (await git.read('rev-parse', '--show-toplevel')).replace(/\n$/, '');
}
