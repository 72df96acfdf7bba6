import { isCoordinationError } from '../../model/coordination-error';
import { commitNotFound, refUnsafe } from '../../model/errors';
import { refTrouble } from '../../model/git-words';
import type { BranchMove, CommitSummary, PushOutcome, RepoAddress, Repos } from '../ports';
import { carryCommit } from './carry-commit';
import { committedFiles } from './committed-files';
import { committedSources } from './committed-sources';
import { GitFailure } from './git-failure';
import { isWorktreeAt, makeWorktree } from './make-worktree';
import { hasCommit, Mirrors, type MirrorsOptions } from './mirrors';
import type { Git } from './open-git';
import { sourceCommit } from './source-commit';
import { treeDigest } from './tree-digest';

const COMMIT = /^[0-9a-f]{40}$/;
const MOST_COMMITS = 200;
/** What a remote says that has understood and does not want to; anything else means that it was not reached. */
const REJECTED = /\[(remote )?rejected\]/;

/** The source repositories, each through a bare mirror below `home`. */
export function createRepos(options: MirrorsOptions): Repos {
  const mirrors = new Mirrors(options);
  const reading = (repo: RepoAddress, commits: readonly string[]): Reading => ({ repo, commits, mirrors });
  return {
    resolve: (repo, ref) => resolve(repo, ref, mirrors),
    ensure: async (repo, commit) => mirrors.ensure(repo, safe(commit)),
    tree: (repo, commit, paths) => read(reading(repo, [commit]), (git) => treeDigest(git, commit, paths)),
    commitsBetween: (repo, from, to) =>
      read(reading(repo, [from, to]), (git) => commitsBetween(git, from, to)),
    isAncestor: (repo, ancestor, descendant) =>
      read(reading(repo, [ancestor, descendant]), (git) => isAncestor(git, ancestor, descendant)),
    carry: async (repo, wish) => {
      const commits = [safe(wish.head), safe(wish.tree)];
      const mirror = await mirrors.mirror(repo);
      return found(mirror.git, repo, commits, () => carryCommit(mirror, wish));
    },
    fromCheckout: (repo, folder, dirty) => sourceCommit({ repo, folder, dirty }, mirrors),
    files: (repo, commit, folder) =>
      read(reading(repo, [commit]), (git) => committedFiles(git, commit, folder)),
    sources: (repo, commit, wanted) =>
      read(reading(repo, [commit]), (git) => committedSources(git, commit, wanted)),
    worktree: async (repo, commit, folder) => {
      if (await isWorktreeAt(folder, safe(commit), options)) return;
      await mirrors.alone(repo, async (git) => {
        // Another process may have made it while we waited.
        if (await isWorktreeAt(folder, commit, options)) return;
        await found(git, repo, [commit], () => makeWorktree(git, commit, folder));
      });
    },
    push: (repo, move) => push(repo, move, mirrors),
  };
}

interface Reading {
  readonly repo: RepoAddress;
  readonly commits: readonly string[];
  readonly mirrors: Mirrors;
}

async function read<T>({ repo, commits, mirrors }: Reading, question: (git: Git) => Promise<T>): Promise<T> {
  const known = commits.map(safe);
  const git = await mirrors.open(repo);
  return found(git, repo, known, () => question(git));
}

/** A question that failed because nobody has fetched one of its commits says so. */
async function found<T>(
  git: Git,
  repo: RepoAddress,
  commits: readonly string[],
  question: () => Promise<T>,
): Promise<T> {
  try {
    return await question();
  } catch (cause) {
    for (const commit of commits) {
      if (!(await hasCommit(git, commit))) throw commitNotFound(repo.name, commit);
    }
    throw cause;
  }
}

async function resolve(repo: RepoAddress, ref: string, mirrors: Mirrors): Promise<string | null> {
  if (COMMIT.test(ref)) return resolveCommit(repo, ref, mirrors);
  const name = safe(ref);
  const git = await mirrors.open(repo);
  // A tag with a message is an object of its own: `^{}` is the commit that it names.
  const full = name.startsWith('refs/') ? [name] : [`refs/heads/${name}`, `refs/tags/${name}`];
  const wanted = full.flatMap((each) => [`${each}^{}`, each]);
  const listed = await mirrors.asked(repo, () =>
    git.ask('ls-remote', '--', mirrors.address(repo), ...wanted),
  );
  const ids = new Map(
    listed.split('\n').map((line) => [line.slice(line.indexOf('\t') + 1), line.split('\t')[0]]),
  );
  return wanted.map((each) => ids.get(each)).find((id) => id !== undefined) ?? null;
}

async function resolveCommit(repo: RepoAddress, commit: string, mirrors: Mirrors): Promise<string | null> {
  try {
    await mirrors.ensure(repo, commit);
    return commit;
  } catch (cause) {
    if (isCoordinationError(cause) && cause.code === 'CONVOY_COMMIT_NOT_FOUND') return null;
    throw cause;
  }
}

function safe(ref: string): string {
  const trouble = refTrouble(ref);
  if (trouble !== null) throw refUnsafe(ref, trouble);
  return ref;
}

async function commitsBetween(git: Git, from: string, to: string): Promise<CommitSummary[]> {
  const text = await git.read(
    'log',
    `--max-count=${MOST_COMMITS}`,
    '--format=%H%x09%s',
    `${from}..${to}`,
    '--',
  );
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => ({ commit: line.slice(0, 40), subject: line.slice(41) }));
}

async function isAncestor(git: Git, ancestor: string, descendant: string): Promise<boolean> {
  try {
    await git.read('merge-base', '--is-ancestor', ancestor, descendant);
    return true;
  } catch (cause) {
    if (cause instanceof GitFailure && cause.exitCode === 1) return false;
    throw cause;
  }
}

async function push(repo: RepoAddress, move: BranchMove, mirrors: Mirrors): Promise<PushOutcome> {
  const ref = `refs/heads/${safe(move.branch)}`;
  const git = await mirrors.open(repo);
  const lease = `--force-with-lease=${ref}:${move.expected ?? ''}`;
  const words = ['--progress', lease, '--', mirrors.address(repo), `${safe(move.to)}:${ref}`];
  const outcome = async (): Promise<PushOutcome> => {
    try {
      await git.ask('push', ...words);
      return { type: 'pushed' };
    } catch (cause) {
      if (!(cause instanceof GitFailure && REJECTED.test(cause.message))) throw cause;
      return { type: 'rejected', message: cause.message };
    }
  };
  if (!(await hasCommit(git, move.to))) throw commitNotFound(repo.name, move.to);
  return mirrors.asked(repo, outcome);
}
