import { createHash } from 'node:crypto';
import type {
  BranchMove,
  CarryWish,
  CommitSummary,
  CommittedFile,
  SourceWish,
  PushOutcome,
  RepoAddress,
  Repos,
  SourceCommit,
} from '../../src/effects/ports';
import type { CommittedEdits, EditWish } from '../../src/effects/committed-edits-port';
import { commitNotFound, refUnsafe, remoteUnreachable } from '../../src/model/errors';
import { refTrouble } from '../../src/model/git-words';
import { sourceUnusable } from '../../src/model/source-errors';
import { FakeDisk } from './fake-disk';
import { fakeCommitId, FakeRemote, type FakeCommit, type FakeFile } from './fake-remote';

type Files = Readonly<Record<string, FakeFile>>;

/** A folder in which somebody works. */
export interface FakeCheckout {
  /** Name of the repository that it is a checkout of; null: it is no checkout. */
  readonly repo: string | null;
  /** Commit of HEAD, at the remote or not; null: it has none. */
  readonly head: FakeCommit | string | null;
  /** All files of the working tree that are not ignored; null: they are as in HEAD. */
  readonly files: Files | null;
}

/**
 * The source repositories without git.
 * - `remote(name)` is where a repository really is; `ensure` copies what its refs reach, then the commit by its id, into a mirror.
 * - A commit is read from the mirror only: one that nobody ensured is CONVOY_COMMIT_NOT_FOUND, also when the remote has it.
 * - A remote that is away refuses with CONVOY_REMOTE_UNREACHABLE whatever has to ask it; what is in the mirror is still read.
 * - A tree digest is the one that git would give for the same files. Paths are literal, `.` is everything, `!` excludes.
 * - A worktree is files on the fake disk plus `.git` with the commit; one that is whole and at the commit is left as it is.
 * - `carry` and `fromCheckout` leave their commits in the mirror; the remote has them only after a push.
 * - A checkout is what `checkouts` has under its folder; no folder, another repository or no commit is CONVOY_SOURCE_UNUSABLE.
 * - A push that loses the compare-and-swap, or that the remote's `refusal` meets, is `rejected` with `[rejected]` in its message.
 * - Refs that git could take for options are CONVOY_REF_UNSAFE before anything else happens.
 */
export class FakeRepos implements Repos, CommittedEdits {
  /** Local checkouts by their folder. */
  readonly checkouts = new Map<string, FakeCheckout>();
  private readonly remotes = new Map<string, FakeRemote>();
  private readonly mirrors = new Map<string, Map<string, FakeCommit>>();

  constructor(private readonly disk: FakeDisk = new FakeDisk()) {}

  remote(name: string): FakeRemote {
    const remote = this.remotes.get(name) ?? new FakeRemote();
    this.remotes.set(name, remote);
    return remote;
  }

  async resolve(repo: RepoAddress, ref: string): Promise<string | null> {
    safe(ref);
    if (/^[0-9a-f]{40}$/.test(ref)) return this.fetched(repo, ref) ? ref : null;
    const { refs } = this.reached(repo);
    const names = ref.startsWith('refs/') ? [ref] : [`refs/heads/${ref}`, `refs/tags/${ref}`];
    return names.map((name) => refs.get(name)).find((id) => id !== undefined) ?? null;
  }

  async ensure(repo: RepoAddress, commit: string): Promise<void> {
    safe(commit);
    if (!this.fetched(repo, commit)) throw commitNotFound(repo.name, commit);
  }

  async tree(repo: RepoAddress, commit: string, paths: readonly string[]): Promise<string> {
    return treeOf(filesIn(this.known(repo, commit).files, paths));
  }

  async commitsBetween(repo: RepoAddress, from: string, to: string): Promise<CommitSummary[]> {
    const before = this.historyOf(repo, from);
    return [...this.historyOf(repo, to)]
      .filter((commit) => !before.has(commit))
      .slice(0, 200)
      .map((commit) => ({ commit, subject: this.known(repo, commit).subject }));
  }

  async isAncestor(repo: RepoAddress, ancestor: string, descendant: string): Promise<boolean> {
    this.known(repo, ancestor);
    return this.historyOf(repo, descendant).has(ancestor);
  }

  async carry(repo: RepoAddress, { head, tree, paths, subject }: CarryWish): Promise<string> {
    const [old, wanted] = [this.known(repo, head).files, filesIn(this.known(repo, tree).files, paths)];
    const replaced = filesIn(old, paths);
    if (treeOf(replaced) === treeOf(wanted)) return head;
    const kept = Object.entries(old).filter(([path]) => !(path in replaced));
    const trailers = { 'Convoy-Carries': tree, 'Convoy-Head': head };
    const files = { ...Object.fromEntries(kept), ...wanted };
    return this.added(repo, { parents: [head], subject, trailers, files });
  }

  async edit(repo: RepoAddress, wish: EditWish): Promise<string> {
    const { head, files, subject, added = [], removed = [] } = wish;
    const old = this.known(repo, head).files;
    const next: Record<string, FakeFile> = { ...old };
    for (const { path, text } of files) {
      const known = old[path];
      if (known === undefined) throw new RangeError(`there is no file ${path} at ${head}`);
      next[path] = typeof known === 'string' ? text : { ...known, text };
    }
    for (const { path, text } of added) next[path] = text;
    const kept = Object.entries(next).filter(([path]) => !removed.includes(path));
    const all = Object.fromEntries(kept);
    return treeOf(all) === treeOf(old) ? head : this.added(repo, { parents: [head], subject, files: all });
  }

  async fromCheckout(repo: RepoAddress, folder: string, dirty: boolean): Promise<SourceCommit> {
    const checkout = this.checkouts.get(folder);
    const source = { repo: repo.name, folder };
    if (checkout === undefined || checkout.repo === null)
      throw sourceUnusable({ ...source, because: 'it is no git checkout' });
    if (checkout.head === null) throw sourceUnusable({ ...source, because: 'it has no commit yet' });
    if (checkout.repo !== repo.name)
      throw sourceUnusable({ ...source, because: `it shares no history with ${repo.name}` });
    const head = this.broughtIn(repo, checkout.head);
    const committed = this.known(repo, head).files;
    const files = checkout.files ?? committed;
    const differs = treeOf(files) !== treeOf(committed);
    if (!dirty || !differs) return { commit: head, dirty: differs };
    const subject = `Working tree on top of ${head.slice(0, 7)}`;
    return { commit: this.added(repo, { parents: [head], subject, files }), dirty: true };
  }

  async files(repo: RepoAddress, commit: string, folder: string): Promise<CommittedFile[]> {
    const prefix = folder === '.' ? '' : `${folder}/`;
    return Object.entries(this.known(repo, commit).files)
      .filter(([path]) => path.startsWith(prefix) && !path.slice(prefix.length).includes('/'))
      .filter(([, file]) => modeOf(file) !== '120000' && !textOf(file).includes('\0'))
      .map(([path, file]) => ({ path, text: textOf(file) }))
      .sort((left, right) => (left.path < right.path ? -1 : 1));
  }

  async sources(repo: RepoAddress, commit: string, { paths, ends }: SourceWish): Promise<CommittedFile[]> {
    const under = (path: string, folder: string): boolean =>
      folder === '.' || path === folder || path.startsWith(`${folder}/`);
    const included = paths.filter((each) => !each.startsWith('!'));
    return Object.entries(this.known(repo, commit).files)
      .filter(([path]) => ends.some((end) => `/${path}`.endsWith(end)))
      .filter(([path]) => included.length === 0 || included.some((folder) => under(path, folder)))
      .filter(([path]) => !paths.some((each) => each.startsWith('!') && under(path, each.slice(1))))
      .filter(([, file]) => modeOf(file) !== '120000' && !textOf(file).includes('\0'))
      .map(([path, file]) => ({ path, text: textOf(file) }))
      .sort((left, right) => (left.path < right.path ? -1 : 1));
  }

  async worktree(repo: RepoAddress, commit: string, folder: string): Promise<void> {
    const { files } = this.known(repo, commit);
    const whole = Object.entries(files).every(
      ([path, file]) => this.disk.read(`${folder}/${path}`) === textOf(file),
    );
    if (this.disk.read(`${folder}/.git`) === commit && whole) return;
    this.disk.remove(folder);
    for (const [path, file] of Object.entries(files)) this.disk.write(`${folder}/${path}`, textOf(file));
    this.disk.write(`${folder}/.git`, commit);
  }

  async push(repo: RepoAddress, { branch, expected, to }: BranchMove): Promise<PushOutcome> {
    safe(branch);
    this.known(repo, to);
    const remote = this.reached(repo);
    const ref = `refs/heads/${branch}`;
    const current = remote.refs.get(ref) ?? null;
    if (remote.refusal !== null)
      return { type: 'rejected', message: `! [remote rejected] ${branch} (${remote.refusal})` };
    if (current === to) return { type: 'pushed' };
    if (current !== expected) return { type: 'rejected', message: `! [rejected] ${branch} (stale info)` };
    for (const commit of this.historyOf(repo, to)) remote.commits.set(commit, this.known(repo, commit));
    remote.refs.set(ref, to);
    remote.onPush(branch, to);
    return { type: 'pushed' };
  }

  /** A commit as text is one of the remote's, anything else one that only the checkout has. */
  private broughtIn(repo: RepoAddress, head: FakeCommit | string): string {
    const parents = typeof head === 'string' ? [head] : head.parents;
    for (const each of parents)
      if (!this.fetched(repo, each)) throw new TypeError(`the checkout's history is nowhere: ${each}`);
    return typeof head === 'string' ? head : this.added(repo, head);
  }

  added(repo: RepoAddress, commit: FakeCommit): string {
    const id = fakeCommitId(commit);
    this.mirror(repo).set(id, commit);
    return id;
  }

  private fetched(repo: RepoAddress, commit: string): boolean {
    const mirror = this.mirror(repo);
    if (mirror.has(commit)) return true;
    const remote = this.reached(repo);
    for (const head of [...remote.refs.values(), commit]) {
      for (const id of remote.history(head)) {
        const found = remote.commits.get(id);
        if (found !== undefined) mirror.set(id, found);
      }
    }
    return mirror.has(commit);
  }

  reached(repo: RepoAddress): FakeRemote {
    const remote = this.remote(repo.name);
    if (remote.away) throw remoteUnreachable(repo.name, repo.url, new TypeError('fatal: it does not answer'));
    return remote;
  }

  known(repo: RepoAddress, commit: string): FakeCommit {
    safe(commit);
    const found = this.mirror(repo).get(commit);
    if (found === undefined) throw commitNotFound(repo.name, commit);
    return found;
  }

  historyOf(repo: RepoAddress, commit: string): Set<string> {
    const parents = this.known(repo, commit).parents;
    return new Set([commit, ...parents.flatMap((parent) => [...this.historyOf(repo, parent)])]);
  }

  private mirror(repo: RepoAddress): Map<string, FakeCommit> {
    const mirror = this.mirrors.get(repo.name) ?? new Map<string, FakeCommit>();
    this.mirrors.set(repo.name, mirror);
    return mirror;
  }
}

function safe(ref: string): void {
  const trouble = refTrouble(ref);
  if (trouble !== null) throw refUnsafe(ref, trouble);
}

function filesIn(files: Files, paths: readonly string[]): Files {
  const excluded = paths.filter((path) => path.startsWith('!')).map((path) => path.slice(1));
  const included = paths.filter((path) => !path.startsWith('!'));
  const found = Object.entries(files)
    .filter(([path]) => included.length === 0 || included.some((each) => isUnder(path, each)))
    .filter(([path]) => !excluded.some((each) => isUnder(path, each)));
  return Object.fromEntries(found);
}

function treeOf(files: Files): string {
  const lines = Object.entries(files).map(
    ([path, file]) => `${modeOf(file)} blob ${blobId(textOf(file))}\t${path}`,
  );
  return createHash('sha256').update(lines.sort().join('\n')).digest('hex');
}

function isUnder(file: string, path: string): boolean {
  const folder = path.replace(/\/+$/, '');
  return folder === '.' || file === folder || file.startsWith(`${folder}/`);
}

function modeOf(file: FakeFile): string {
  return typeof file === 'string' ? '100644' : file.mode;
}

function textOf(file: FakeFile): string {
  return typeof file === 'string' ? file : file.text;
}

function blobId(text: string): string {
  const bytes = Buffer.from(text);
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}
