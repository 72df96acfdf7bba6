import { refUnsafe } from '../../model/errors';
import { refTrouble } from '../../model/git-words';
import type { Comparison, MergeOutcome, Merges, MergeWish, RefMove } from '../merges-port';
import type { PushOutcome, RepoAddress } from '../ports';
import { GitFailure } from './git-failure';
import { mergedBranch, partedFrom } from './merged-branch';
import { Mirrors, type Mirror, type MirrorsOptions } from './mirrors';
import { openGit, type Git } from './open-git';

/** What a remote says that has understood and does not want to; anything else means that it was not reached. */
const REJECTED = /\[(remote )?rejected\]/;
const CONFLICT = 1;

/** Merges in the same mirrors that `createRepos` reads. */
export function createMerges(options: MirrorsOptions): Merges {
  const mirrors = new Mirrors(options);
  return {
    merge: async (repo, wish) => merge(await mirrors.mirror(repo), wish),
    compare: async (repo, commit, other) => compare(await mirrors.open(repo), commit, other),
    parted: async (repo, commit, main) => {
      const git = await mirrors.open(repo);
      return partedFrom(git, { commit, main, mergeBase: (left, right) => baseOf(git, left, right) });
    },
    broughtBy: async (repo, branch, heads) => mergedBranch(await mirrors.open(repo), branch, heads),
    move: (repo, wish) => move(repo, wish, mirrors),
  };
}

async function merge(mirror: Mirror, wish: MergeWish): Promise<MergeOutcome> {
  const { head, source } = wish;
  if ((await compare(mirror.git, source, head)).ahead === 0) return { type: 'contained' };
  const words = ['merge-tree', '--write-tree', '--name-only', '--no-messages', '-z', head, source];
  try {
    const [tree = ''] = (await mirror.git.read(...words)).split('\0');
    return { type: 'merged', commit: await commitMerge(mirror, tree.trim(), wish) };
  } catch (cause) {
    if (!(cause instanceof GitFailure) || cause.exitCode !== CONFLICT) throw cause;
    const [, ...files] = cause.answer.split('\0').filter((line) => line !== '');
    return { type: 'conflict', files: [...new Set(files)].sort() };
  }
}

async function commitMerge(mirror: Mirror, tree: string, wish: MergeWish): Promise<string> {
  const { head, source, author, at, paragraphs } = wish;
  const git = await openGit(mirror.folder, mirror.options, {
    GIT_AUTHOR_NAME: author.name,
    GIT_AUTHOR_EMAIL: author.email,
    GIT_AUTHOR_DATE: at,
    GIT_COMMITTER_NAME: author.name,
    GIT_COMMITTER_EMAIL: author.email,
    GIT_COMMITTER_DATE: at,
  });
  const words = paragraphs.flatMap((paragraph) => ['-m', paragraph]);
  const encoding = ['-c', 'i18n.commitEncoding=UTF-8'];
  return (await git.read(...encoding, 'commit-tree', tree, '-p', head, '-p', source, ...words)).trim();
}

async function compare(git: Git, commit: string, other: string): Promise<Comparison> {
  const counted = await git.read('rev-list', '--left-right', '--count', `${commit}...${other}`);
  const [ahead = 0, behind = 0] = counted.trim().split(/\s+/).map(Number);
  return { ahead, behind, base: await baseOf(git, commit, other) };
}

async function baseOf(git: Git, commit: string, other: string): Promise<string | null> {
  try {
    return (await git.read('merge-base', commit, other)).trim();
  } catch (cause) {
    if (cause instanceof GitFailure && cause.exitCode === 1) return null;
    throw cause;
  }
}

async function move(repo: RepoAddress, wish: RefMove, mirrors: Mirrors): Promise<PushOutcome> {
  const trouble = refTrouble(wish.ref);
  if (trouble !== null) throw refUnsafe(wish.ref, trouble);
  const git = await mirrors.open(repo);
  const lease = `--force-with-lease=${wish.ref}:${wish.expected ?? ''}`;
  const words = ['--progress', lease, '--', mirrors.address(repo), `${wish.to ?? ''}:${wish.ref}`];
  return mirrors.asked(repo, async () => {
    try {
      await git.ask('push', ...words);
      return { type: 'pushed' };
    } catch (cause) {
      if (!(cause instanceof GitFailure && REJECTED.test(cause.message))) throw cause;
      return { type: 'rejected', message: cause.message };
    }
  });
}
