import { createHash } from 'node:crypto';
import { access, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { SimpleGit } from 'simple-git';
import { commitNotFound, refUnsafe, remoteUnreachable } from '../../model/errors';
import { holdLock } from '../hold-lock';
import type { BranchMove, CommitSummary, CommittedFile, PushOutcome, RepoAddress, Repos } from '../ports';
import { gitMessage, gitSession, type GitSettings } from './git-session';

export interface ReposOptions extends GitSettings {
  /** The folder `.convoy` of the workspace. */
  readonly home: string;
}

const COMMIT = /^[0-9a-f]{40}$/;
const MOST_COMMITS = 200;

/** The source repositories through one bare mirror each, shared by all tasks; fetches and worktree changes are made one at a time. */
export function createRepos(options: ReposOptions): Repos {
  const mirrors = new Mirrors(options);
  return {
    resolve: (repo, ref) => resolve(repo, ref, mirrors),
    ensure: (repo, commit) => ensure(repo, commit, mirrors),
    tree: async (repo, commit, paths) => treeDigest(await mirrors.open(repo), commit, paths),
    commitsBetween: async (repo, from, to) => commitsBetween(await mirrors.open(repo), from, to),
    isAncestor: async (repo, ancestor, descendant) => isAncestor(await mirrors.open(repo), ancestor, descendant),
    files: async (repo, commit, folder) => filesAt(await mirrors.open(repo), commit, folder),
    worktree: (repo, commit, folder) => mirrors.alone(repo, async (git) => worktree(git, commit, folder, options)),
    push: async (repo, move) => push(await mirrors.open(repo), repo, move),
  };
}

class Mirrors {
  constructor(private readonly options: ReposOptions) {}

  private folder(repo: RepoAddress): string {
    return join(this.options.home, 'mirrors', `${repo.name}.git`);
  }

  /** The mirror, made on first use. */
  async open(repo: RepoAddress): Promise<SimpleGit> {
    const folder = this.folder(repo);
    if (!(await exists(join(folder, 'HEAD')))) {
      await this.locked(repo, async () => {
        if (await exists(join(folder, 'HEAD'))) return;
        await mkdir(folder, { recursive: true });
        await gitSession(folder, this.options).raw('init', '--quiet', '--bare');
      });
    }
    return gitSession(folder, this.options);
  }

  async alone<T>(repo: RepoAddress, work: (git: SimpleGit) => Promise<T>): Promise<T> {
    const git = await this.open(repo);
    return this.locked(repo, () => work(git));
  }

  private locked<T>(repo: RepoAddress, work: () => Promise<T>): Promise<T> {
    return holdLock(join(this.options.home, 'locks', `mirror-${repo.name}`), work);
  }
}

async function resolve(repo: RepoAddress, ref: string, mirrors: Mirrors): Promise<string | null> {
  refuseUnsafe(ref);
  if (COMMIT.test(ref)) {
    await ensure(repo, ref, mirrors);
    return ref;
  }
  const git = await mirrors.open(repo);
  const patterns = ref.startsWith('refs/') ? [ref] : [`refs/heads/${ref}`, `refs/tags/${ref}^{}`, `refs/tags/${ref}`];
  const listed = await asked(repo, () => git.raw('ls-remote', '--', repo.url, ...patterns));
  const found = new Map(listed.split('\n').map((line) => line.split('\t')).map(([id = '', name = '']) => [name, id]));
  return patterns.map((pattern) => found.get(pattern)).find((id) => id !== undefined) ?? null;
}

async function ensure(repo: RepoAddress, commit: string, mirrors: Mirrors): Promise<void> {
  refuseUnsafe(commit);
  if (await has(await mirrors.open(repo), commit)) return;
  await mirrors.alone(repo, async (git) => {
    if (await has(git, commit)) return;
    await asked(repo, () => git.raw('fetch', '--quiet', '--no-tags', '--force', '--no-recurse-submodules', '--', repo.url, '+refs/heads/*:refs/heads/*', '+refs/tags/*:refs/tags/*', '+refs/convoy/*:refs/convoy/*'));
    if (await has(git, commit)) return;
    // Not on any ref: some servers still hand out a commit by its id.
    await git.raw('fetch', '--quiet', '--no-tags', '--', repo.url, commit).catch(() => undefined);
    if (!(await has(git, commit))) throw commitNotFound(repo.name, commit);
  });
}

function refuseUnsafe(ref: string): void {
  if (ref.startsWith('-')) throw refUnsafe(ref, 'git would take it for an option');
  // eslint-disable-next-line no-control-regex -- control characters are what is refused
  if (/[\u0000-\u0020\u007f~^:?*[\\]|\.\.|@\{/.test(ref)) throw refUnsafe(ref, 'it has characters that no ref may have');
}

async function asked(repo: RepoAddress, question: () => Promise<string>): Promise<string> {
  try {
    return await question();
  } catch (cause) {
    throw remoteUnreachable(repo.name, repo.url.replace(/:[^:@/]+@/, ':***@'), new TypeError(gitMessage(cause)));
  }
}

async function has(git: SimpleGit, commit: string): Promise<boolean> {
  return succeeds(git.raw('cat-file', '-e', `${commit}^{commit}`));
}

async function treeDigest(git: SimpleGit, commit: string, paths: readonly string[]): Promise<string> {
  const included = paths.filter((path) => !path.startsWith('!'));
  const excluded = paths.filter((path) => path.startsWith('!')).map((path) => path.slice(1));
  const listed = await git.raw('ls-tree', '-r', '-z', '--full-tree', commit, '--', ...included.map((path) => (path === '.' ? '' : path)).filter((path) => path !== ''));
  const lines = listed.split('\0').filter((line) => line !== '' && !excluded.some((path) => isUnder(line.slice(line.indexOf('\t') + 1), path)));
  return createHash('sha256').update(lines.sort().join('\n')).digest('hex');
}

function isUnder(file: string, path: string): boolean {
  const folder = path.replace(/\/+$/, '');
  return file === folder || file.startsWith(`${folder}/`);
}

async function commitsBetween(git: SimpleGit, from: string, to: string): Promise<CommitSummary[]> {
  const text = await git.raw('log', `--max-count=${MOST_COMMITS}`, '--format=%H%x09%s', `${from}..${to}`, '--');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => ({ commit: line.slice(0, 40), subject: line.slice(41) }));
}

async function isAncestor(git: SimpleGit, ancestor: string, descendant: string): Promise<boolean> {
  const base = await git.raw('merge-base', ancestor, descendant).catch(() => '');
  return base.trim() === ancestor;
}

async function filesAt(git: SimpleGit, commit: string, folder: string): Promise<CommittedFile[]> {
  const listed = await git.raw('ls-tree', '-z', '--name-only', '--full-tree', commit, '--', `${folder.replace(/\/+$/, '')}/`);
  const paths = listed.split('\0').filter((path) => path !== '').sort();
  return Promise.all(paths.map(async (path) => ({ path, text: await git.raw('cat-file', 'blob', `${commit}:${path}`).catch(() => '') })));
}

async function worktree(git: SimpleGit, commit: string, folder: string, settings: GitSettings): Promise<void> {
  if (await isCleanAt(folder, commit, settings)) return;
  await rm(folder, { recursive: true, force: true });
  await git.raw('worktree', 'prune');
  await git.raw('worktree', 'add', '--quiet', '--detach', '--force', '--', folder, commit);
}

async function isCleanAt(folder: string, commit: string, settings: GitSettings): Promise<boolean> {
  if (!(await exists(join(folder, '.git')))) return false;
  const git = gitSession(folder, settings);
  try {
    const head = (await git.raw('rev-parse', 'HEAD')).trim();
    return head === commit && (await git.raw('status', '--porcelain', '--untracked-files=no')).trim() === '';
  } catch {
    return false;
  }
}

async function push(git: SimpleGit, repo: RepoAddress, move: BranchMove): Promise<PushOutcome> {
  refuseUnsafe(move.branch);
  const ref = `refs/heads/${move.branch}`;
  try {
    await git.raw('push', '--quiet', `--force-with-lease=${ref}:${move.expected ?? ''}`, '--', repo.url, `${move.to}:${ref}`);
    return { type: 'pushed' };
  } catch (cause) {
    return { type: 'rejected', message: gitMessage(cause) };
  }
}

async function exists(path: string): Promise<boolean> {
  return succeeds(access(path));
}

async function succeeds(question: Promise<unknown>): Promise<boolean> {
  return question.then(
    () => true,
    () => false,
  );
}
