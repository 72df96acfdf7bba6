import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { remoteUnreachable } from '../../model/errors';
import type { Approval } from '../../model/receipt';
import type { Author } from '../merges-port';
import type { Coordination } from '../ports';
import { GitFailure, withoutPasswords } from './git-failure';
import { inPortions } from './in-portions';
import { hasCommit } from './mirrors';
import { openGit, type Git } from './open-git';

export interface WorkspaceRepository extends Coordination {
  /** URL of a remote of the workspace; null where there is none: the ledger then lives in this clone. */
  ledgerRemote(name: string): Promise<string | null>;
  /** Whether there is such a ref or commit. */
  knows(revision: string): Promise<boolean>;
  /** Moves a local ref to HEAD, if what HEAD says about pins and manifest is what was deployed. */
  moveBase(ref: string): Promise<void>;
}

export interface WorkspaceRepositoryOptions {
  readonly root: string;
  /** The person's own: it may say that the folder is safe to read. */
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * The git repository of the workspace itself: manifest, pins and their history. Paths are relative to the workspace, which may be a folder of its
 * repository. Nothing here leaves the machine, and but for the base no ref moves.
 */
export function createCoordination(options: WorkspaceRepositoryOptions): WorkspaceRepository {
  // Signatures are looked at, never made: no program of theirs has anything to ask at a terminal.
  const open = (): Promise<Git> => openGit(options.root, options, { GPG_TTY: '' });
  const head = async (): Promise<string | null> =>
    readOrNull(await open(), 'rev-parse', '--verify', '--quiet', 'HEAD^{commit}');
  const addressOf = async (remote: string): Promise<string | null> =>
    readOrNull(await open(), 'remote', 'get-url', '--', remote);
  return {
    head,
    uncommitted: async (paths) => {
      if ((await head()) === null) return [...paths];
      const git = await open();
      const [committed, working] = await Promise.all([
        contentsAt(git, 'HEAD', paths),
        workingContents(git, options.root, paths),
      ]);
      return paths.filter((path) => !committed.has(path) || committed.get(path) !== working.get(path));
    },
    contains: async (commit) => ((await head()) === null ? null : contains(await open(), commit)),
    defaultBranch: async (remote) => {
      const address = await addressOf(remote);
      if (address === null) return null;
      const git = await open();
      // By its address: under its name git itself would hand a password in it to a helper, on the command line.
      return asked(address, async () =>
        defaultBranch(await git.ask('ls-remote', '--symref', '--', address, 'HEAD')),
      );
    },
    differing: async (remote, commit, paths) => {
      const git = await open();
      if (!(await hasCommit(git, commit))) {
        const address = (await addressOf(remote)) ?? remote;
        await asked(address, () => fetchAside(git, address, commit));
      }
      const isBorn = (await head()) !== null;
      const [here, there] = await Promise.all([
        isBorn ? contentsAt(git, 'HEAD', paths) : new Map<string, string>(),
        contentsAt(git, commit, paths),
      ]);
      return paths.filter((path) => here.get(path) !== there.get(path));
    },
    approval: async (path) => ((await head()) === null ? null : approval(await open(), path)),
    author: async () => authorOf(await open()),
    knows: async (revision) =>
      (await readOrNull(
        await open(),
        'rev-parse',
        '--verify',
        '--quiet',
        '--end-of-options',
        `${revision}^{commit}`,
      )) !== null,
    ledgerRemote: addressOf,
    moveBase: async (ref) => {
      if ((await head()) === null) return;
      const git = await open();
      const changed = await git.read('status', '--porcelain', '--', 'repos.json', 'components');
      // Uncommitted pins were deployed: HEAD is not what runs, and a base that says so would hide them from `affected`.
      if (changed.trim() !== '') return;
      await git.read('update-ref', '--', ref, 'HEAD');
    },
  };
}

const NOBODY = { name: 'nx-convoy', email: 'nx-convoy@localhost' };

async function authorOf(git: Git): Promise<Author> {
  const [name, email] = await Promise.all([
    readOrNull(git, 'config', '--get', 'user.name'),
    readOrNull(git, 'config', '--get', 'user.email'),
  ]);
  return name === null || name === '' ? NOBODY : { name, email: email ?? NOBODY.email };
}

/** Null where git has no answer: a workspace outside git, without a commit or without the remote. */
async function readOrNull(git: Git, ...words: string[]): Promise<string | null> {
  try {
    return (await git.read(...words)).trim();
  } catch (cause) {
    if (cause instanceof GitFailure) return null;
    throw cause;
  }
}

async function asked<T>(address: string, question: () => Promise<T>): Promise<T> {
  try {
    return await question();
  } catch (cause) {
    if (!(cause instanceof GitFailure)) throw cause;
    throw remoteUnreachable('the repository of the workspace', withoutPasswords(address), cause);
  }
}

/** Ids of the files' contents at a commit; of what is no file there is none. */
async function contentsAt(git: Git, commit: string, paths: readonly string[]): Promise<Map<string, string>> {
  if (paths.length === 0) return new Map();
  const listed = (await git.read('ls-tree', '-z', commit, '--', ...paths)).split('\0');
  const files = listed.flatMap((line) => {
    const { id, path } = /^100\d{3} blob (?<id>[0-9a-f]+)\t(?<path>[^]+)$/.exec(line)?.groups ?? {};
    return id === undefined || path === undefined ? [] : [[path, id] as const];
  });
  return new Map(files);
}

/** The same of the files on the disk. The index is not asked: it can be told to overlook a change. */
async function workingContents(
  git: Git,
  root: string,
  paths: readonly string[],
): Promise<Map<string, string>> {
  const kinds = await Promise.all(
    paths.map((path) =>
      lstat(join(root, path)).then(
        (found) => found.isFile(),
        () => false,
      ),
    ),
  );
  const files = paths.filter((_, index) => kinds[index]);
  const ids: string[] = [];
  for (const portion of inPortions(files))
    ids.push(...(await git.read('hash-object', '--', ...portion)).trim().split('\n'));
  return new Map(files.map((path, index) => [path, ids[index] ?? '']));
}

async function contains(git: Git, commit: string): Promise<boolean | null> {
  if (!(await hasCommit(git, commit))) return null;
  try {
    await git.read('merge-base', '--is-ancestor', commit, 'HEAD');
    return true;
  } catch (cause) {
    if (!(cause instanceof GitFailure && cause.exitCode === 1)) throw cause;
    // Where history is cut off, what lies behind the cut cannot be told.
    const isShallow = (await git.read('rev-parse', '--is-shallow-repository')).trim() === 'true';
    return isShallow ? null : false;
  }
}

/** Null too for a remote that declares none: it is empty, or its HEAD names no branch. */
function defaultBranch(listed: string): { name: string; commit: string } | null {
  const name = /^ref: refs\/heads\/(?<name>\S+)\tHEAD$/m.exec(listed)?.groups?.['name'];
  const commit = /^(?<commit>[0-9a-f]{40,})\tHEAD$/m.exec(listed)?.groups?.['commit'];
  return name === undefined || commit === undefined ? null : { name, commit };
}

/** The commit and what it needs, and no ref, tag or note of it. */
async function fetchAside(git: Git, address: string, commit: string): Promise<void> {
  const words = ['--no-tags', '--no-prune', '--no-write-fetch-head', '--refmap=', '--progress'];
  await git.ask('fetch', ...words, '--', address, commit);
}

const APPROVAL = ['%H', '%an <%ae>', '%cn <%ce>', '%G?'].join('%x00');

async function approval(git: Git, path: string): Promise<Approval | null> {
  const words = ['--max-count=1', '--encoding=UTF-8', `--format=${APPROVAL}`, 'HEAD', '--', path];
  // A signature may send its program to a key server: one that has gone silent is ended.
  const found = (await git.ask('log', ...words)).trimEnd();
  const [commit, author, committer, signature] = found.split('\0');
  if (!commit || author === undefined || committer === undefined || signature === undefined) return null;
  return { commit, author, committer, signature };
}
