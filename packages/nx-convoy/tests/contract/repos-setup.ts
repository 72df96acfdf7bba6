import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { CommittedEdits } from '../../src/effects/committed-edits-port';
import { createCommittedEdits } from '../../src/effects/git/committed-edits';
import { createRepos } from '../../src/effects/git/repos';
import type { RepoAddress, Repos } from '../../src/effects/ports';
import { FakeDisk } from '../fakes/fake-disk';
import type { FakeCommit, FakeFile } from '../fakes/fake-remote';
import { FakeRepos, type FakeCheckout } from '../fakes/fake-repos';
import { gitEnvironment, GitRemote } from './git-remote';

export interface Setup {
  readonly repos: Repos;
  readonly edits: CommittedEdits;
  readonly repo: RepoAddress;
  /** A folder for worktrees. */
  readonly folder: string;
  commit(commit: Partial<FakeCommit>): string;
  /** Points a ref of the remote at a commit, or removes it. */
  ref(name: string, commit: string | null): void;
  head(branch: string): string | null;
  away(isAway: boolean): Promise<void>;
  read(path: string): Promise<string | null>;
  write(path: string, text: string): Promise<void>;
  /** Makes the commit the head of a branch and fetches it. */
  fetched(commit: Partial<FakeCommit>, branch?: string): Promise<string>;
  /** A checkout of a commit of the remote, with one of its own on top where `own` are its files; answers its folder. */
  checkout(commit: string | null, own?: Files | null): Promise<string>;
  /** Makes the files of a checkout these. */
  edit(folder: string, files: Files): Promise<void>;
  /** A checkout of another repository. */
  stranger(): Promise<string>;
}

type Files = Readonly<Record<string, FakeFile>>;

const temporary: string[] = [];
async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'convoy-repos-'));
  temporary.push(folder);
  return folder;
}
afterAll(() => Promise.all(temporary.map((folder) => rm(folder, { recursive: true, force: true }))));

function whole(change: Partial<FakeCommit>): FakeCommit {
  return { parents: [], subject: 'change', files: { 'readme.md': 'hello\n' }, ...change };
}

function fetchedInto(at: Pick<Setup, 'commit' | 'ref' | 'repos' | 'repo'>): Setup['fetched'] {
  return async (change, branch = 'main') => {
    const commit = at.commit(change);
    at.ref(`refs/heads/${branch}`, commit);
    await at.repos.ensure(at.repo, commit);
    return commit;
  };
}

export async function fake(): Promise<Setup> {
  const disk = new FakeDisk();
  const repos = new FakeRepos(disk);
  const remote = repos.remote('shop');
  const repo = { name: 'shop', url: 'git@example.test:team/shop.git' };
  let count = 0;
  const place = (checkout: FakeCheckout): string => {
    const folder = `/home/somebody/${(count += 1)}`;
    repos.checkouts.set(folder, checkout);
    return folder;
  };
  const setup: Omit<Setup, 'fetched'> = {
    repos,
    edits: repos,
    repo,
    folder: '/worktrees',
    commit: (change) => remote.commit(whole(change)),
    ref: (name, commit) => {
      if (commit === null) remote.refs.delete(name);
      else remote.refs.set(name, commit);
    },
    head: (branch) => remote.refs.get(`refs/heads/${branch}`) ?? null,
    away: async (isAway) => void (remote.away = isAway),
    read: async (path) => disk.read(path),
    write: async (path, text) => disk.write(path, text),
    checkout: async (commit, own = null) => {
      const files = own ?? undefined;
      const head =
        commit === null || files === undefined ? commit : { parents: [commit], subject: 'own', files };
      return place({ repo: 'shop', head, files: null });
    },
    edit: async (folder, files) => {
      const checkout = repos.checkouts.get(folder);
      if (checkout !== undefined) repos.checkouts.set(folder, { ...checkout, files });
    },
    stranger: async () => place({ repo: 'garage', head: 'f'.repeat(40), files: null }),
  };
  return { ...setup, fetched: fetchedInto(setup) };
}

export interface RealSetup extends Setup {
  readonly root: string;
  readonly home: string;
  readonly remote: GitRemote;
  readonly options: Parameters<typeof createRepos>[0];
}

export async function real(): Promise<RealSetup> {
  const root = await temporaryFolder();
  const home = join(root, '.convoy');
  await mkdir(join(root, 'remotes'));
  const remote = new GitRemote(join(root, 'remotes', 'shop.git'));
  const options = {
    home,
    environment: gitEnvironment,
    rewrites: { 'git@example.test:team/': `${join(root, 'remotes')}/` },
  };
  let count = 0;
  const setup: Omit<RealSetup, 'fetched'> = {
    root,
    home,
    remote,
    options,
    repos: createRepos(options),
    edits: createCommittedEdits(options),
    repo: { name: 'shop', url: 'git@example.test:team/shop.git' },
    folder: join(root, 'worktrees'),
    commit: (change) => remote.commit(whole(change)),
    ref: (name, commit) => remote.ref(name, commit),
    head: (branch) => remote.head(branch),
    away: (isAway) =>
      isAway
        ? rename(remote.folder, `${remote.folder}.away`)
        : rename(`${remote.folder}.away`, remote.folder),
    read: (path) => readFile(path, 'utf8').catch(() => null),
    write: writeIn,
    checkout: async (commit, own = null) => {
      const folder = join(root, `checkout-${(count += 1)}`);
      gitIn(root, 'init', '--quiet', folder);
      if (commit === null) return folder;
      gitIn(folder, 'fetch', '--quiet', '--no-write-fetch-head', remote.folder, commit);
      gitIn(folder, 'checkout', '--quiet', '-B', 'work', commit);
      if (own === null) return folder;
      await replaceFiles(folder, own);
      gitIn(folder, 'add', '--all');
      gitIn(folder, 'commit', '--quiet', '--message=own');
      return folder;
    },
    edit: replaceFiles,
    stranger: async () => {
      const folder = join(root, 'garage');
      gitIn(root, 'init', '--quiet', folder);
      await replaceFiles(folder, { 'readme.md': 'garage\n' });
      gitIn(folder, 'add', '--all');
      gitIn(folder, 'commit', '--quiet', '--message=garage');
      return folder;
    },
  };
  return { ...setup, fetched: fetchedInto(setup) };
}

/** git as somebody who works in a folder. */
export function gitIn(folder: string, ...words: string[]): string {
  const who = ['-c', 'user.name=Somebody', '-c', 'user.email=somebody@example.test'];
  const options = { cwd: folder, env: gitEnvironment, encoding: 'utf8', stdio: 'pipe' } as const;
  return execFileSync('git', [...who, ...words], options).trim();
}

async function writeIn(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

async function replaceFiles(folder: string, files: Files): Promise<void> {
  const old = gitIn(folder, 'ls-files', '--cached', '--others', '-z').split('\0');
  for (const path of old.filter(Boolean)) await rm(join(folder, path), { force: true });
  for (const [path, file] of Object.entries(files)) {
    const { mode, text } = typeof file === 'string' ? { mode: '100644', text: file } : file;
    await mkdir(dirname(join(folder, path)), { recursive: true });
    if (mode === '120000') await symlink(text, join(folder, path));
    else await writeFile(join(folder, path), text, { mode: mode === '100755' ? 0o755 : 0o644 });
  }
}
