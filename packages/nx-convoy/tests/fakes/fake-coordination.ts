import { createHash } from 'node:crypto';
import type { Author } from '../../src/effects/merges-port';
import type { Coordination } from '../../src/effects/ports';
import { remoteUnreachable } from '../../src/model/errors';
import type { Approval } from '../../src/model/receipt';

/** Files by path; null: removed. */
type Change = Readonly<Record<string, string | null>>;

interface FakeRevision {
  readonly parent: string | null;
  readonly change: Change;
  readonly people: Omit<Approval, 'commit'>;
}

interface FakeCoordinationRemote {
  branch: string;
  commit: string;
  /** It does not answer. */
  away: boolean;
}

const SOMEBODY = 'Somebody <somebody@example.test>';

/**
 * The workspace's own repository without git.
 * - It begins with one commit, which is the head of the remote `origin` (branch `main`) too. A path that nobody has named is committed, and
 *   the same everywhere; no commit has changed it, so there is no approval of it.
 * - `commit` adds a commit to HEAD; `write` changes the working tree alone; `push` makes HEAD the remote's; `elsewhere` is a commit of somebody
 *   else on top of HEAD, known here only after `differing` fetched it; `leaveGit` makes it a folder without git.
 * - A remote that is `away` refuses with CONVOY_REMOTE_UNREACHABLE.
 */
export class FakeCoordination implements Coordination {
  readonly remotes = new Map<string, FakeCoordinationRemote>();
  private readonly revisions = new Map<string, FakeRevision>();
  private readonly known = new Set<string>();
  private readonly working = new Map<string, string | null>();
  private at: string | null;

  constructor(first = '9'.repeat(40)) {
    this.revisions.set(first, { parent: null, change: {}, people: peopleOf({}) });
    this.known.add(first);
    this.at = first;
    this.remotes.set('origin', { branch: 'main', commit: first, away: false });
  }

  commit(change: Change, people: Partial<Approval> = {}): string {
    const id = this.elsewhere(change, people);
    this.known.add(id);
    this.at = id;
    for (const path of Object.keys(change)) this.working.delete(path);
    return id;
  }

  elsewhere(change: Change, people: Partial<Approval> = {}): string {
    const revision = { parent: this.at, change, people: peopleOf(people) };
    const id = createHash('sha1').update(JSON.stringify(revision)).digest('hex');
    this.revisions.set(id, revision);
    return id;
  }

  write(path: string, text: string | null): void {
    this.working.set(path, text);
  }

  push(name = 'origin', branch = 'main'): void {
    if (this.at !== null) this.remotes.set(name, { branch, commit: this.at, away: false });
  }

  leaveGit(): void {
    this.at = null;
    this.remotes.clear();
  }

  async head(): Promise<string | null> {
    return this.at;
  }

  async uncommitted(paths: readonly string[]): Promise<string[]> {
    if (this.at === null) return [...paths];
    const committed = this.filesAt(this.at);
    return paths.filter((path) => {
      const there = committed.get(path);
      return there === null || (this.working.has(path) && this.working.get(path) !== there);
    });
  }

  async contains(commit: string): Promise<boolean | null> {
    if (this.at === null || !this.known.has(commit)) return null;
    return this.history(this.at).includes(commit);
  }

  async defaultBranch(remote: string): Promise<{ name: string; commit: string } | null> {
    const found = this.reached(remote);
    return found === null ? null : { name: found.branch, commit: found.commit };
  }

  async differing(remote: string, commit: string, paths: readonly string[]): Promise<string[]> {
    if (!this.known.has(commit)) this.reached(remote);
    for (const each of this.history(commit)) this.known.add(each);
    const [here, there] = [this.at === null ? new Map() : this.filesAt(this.at), this.filesAt(commit)];
    return paths.filter((path) => (here.get(path) ?? null) !== (there.get(path) ?? null));
  }

  async approval(path: string): Promise<Approval | null> {
    const commit = this.history(this.at).find((each) => path in (this.revisions.get(each)?.change ?? {}));
    if (commit === undefined) return null;
    return { commit, ...peopleOf(this.revisions.get(commit)?.people ?? {}) };
  }

  async author(): Promise<Author> {
    return { name: 'Somebody', email: 'somebody@example.test' };
  }

  private reached(remote: string): FakeCoordinationRemote | null {
    const found = this.remotes.get(remote) ?? null;
    if (found?.away === true)
      throw remoteUnreachable('the workspace', remote, new TypeError('fatal: it does not answer'));
    return found;
  }

  /** Newest first. */
  private history(commit: string | null): string[] {
    if (commit === null) return [];
    return [commit, ...this.history(this.revisions.get(commit)?.parent ?? null)];
  }

  private filesAt(commit: string): Map<string, string | null> {
    const changes = this.history(commit).reverse();
    return new Map(changes.flatMap((each) => Object.entries(this.revisions.get(each)?.change ?? {})));
  }
}

function peopleOf({ author = SOMEBODY, committer = SOMEBODY, signature = 'N' }: Partial<Approval>) {
  return { author, committer, signature };
}
