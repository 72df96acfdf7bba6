import type {
  Artefacts,
  BranchMove,
  CommitSummary,
  CommittedFile,
  Journal,
  Ledger,
  PushOutcome,
  RepoAddress,
  Repos,
} from '../../src/effects/ports';
import { commitNotFound } from '../../src/model/errors';
import type { Json } from '../../src/model/json';
import { applyEntries, emptyLedger } from '../../src/model/ledger-state';
import type { LedgerEntry, LedgerState } from '../../src/model/receipt';

interface StoredCommit {
  readonly parents: readonly string[];
  readonly tree: string;
  readonly files: readonly CommittedFile[];
}

/** One repository: commits with a tree digest of their own, branches that are moved by compare-and-swap. */
export class SmallRepos implements Repos {
  readonly branches = new Map<string, string>();
  readonly worktrees: string[] = [];
  /** What the remote does after a push: a host that builds. */
  onPush: (branch: string, commit: string) => void = () => {};
  private readonly commits = new Map<string, StoredCommit>();

  add(commit: string, tree: string, more: Partial<Omit<StoredCommit, 'tree'>> = {}): void {
    this.commits.set(commit, { parents: [], files: [], tree, ...more });
  }

  async resolve(_repo: RepoAddress, ref: string): Promise<string | null> {
    return this.branches.get(ref.replace('refs/heads/', '')) ?? null;
  }

  async ensure(repo: RepoAddress, commit: string): Promise<void> {
    if (!this.commits.has(commit)) throw commitNotFound(repo.name, commit);
  }

  async tree(_repo: RepoAddress, commit: string): Promise<string> {
    return this.existing(commit).tree;
  }

  async commitsBetween(_repo: RepoAddress, from: string, to: string): Promise<CommitSummary[]> {
    const known = this.history(from);
    return [...this.history(to)]
      .filter((commit) => !known.has(commit))
      .map((commit) => ({ commit, subject: `change ${commit.slice(0, 1)}` }));
  }

  async isAncestor(_repo: RepoAddress, ancestor: string, descendant: string): Promise<boolean> {
    return this.history(descendant).has(ancestor);
  }

  async files(_repo: RepoAddress, commit: string, folder: string): Promise<CommittedFile[]> {
    return this.existing(commit).files.filter((file) => file.path.startsWith(`${folder}/`));
  }

  async worktree(_repo: RepoAddress, commit: string, folder: string): Promise<void> {
    this.worktrees.push(`${commit.slice(0, 7)} ${folder}`);
  }

  async push(_repo: RepoAddress, { branch, expected, to }: BranchMove): Promise<PushOutcome> {
    if ((this.branches.get(branch) ?? null) !== expected)
      return { type: 'rejected', message: `! [rejected] ${branch} (stale info)` };
    this.branches.set(branch, to);
    this.onPush(branch, to);
    return { type: 'pushed' };
  }

  private existing(commit: string): StoredCommit {
    const found = this.commits.get(commit);
    if (found === undefined) throw new TypeError(`nobody ensured ${commit}`);
    return found;
  }

  private history(commit: string): Set<string> {
    const found = this.commits.get(commit);
    return new Set([commit, ...(found?.parents ?? []).flatMap((parent) => [...this.history(parent)])]);
  }
}

/** A ledger in memory that keeps its entries. */
export class SmallLedger implements Ledger {
  readonly place = 'the fake ledger';
  readonly entries: LedgerEntry[] = [];

  async read(environment: string): Promise<LedgerState> {
    return applyEntries(
      emptyLedger('sandbox', environment),
      this.entries.filter((entry) => entry.environment === environment),
    );
  }

  append(environment: string, entries: readonly LedgerEntry[]): Promise<LedgerState> {
    this.entries.push(...entries);
    return this.read(environment);
  }
}

export class SmallJournal implements Journal {
  readonly kept = new Map<string, Json>();
  readonly reports = new Map<string, Json>();

  async note(_run: string, key: string, value: Json): Promise<void> {
    this.kept.set(key, value);
  }

  async notes(): Promise<ReadonlyMap<string, Json>> {
    return this.kept;
  }

  async report(run: string, report: Json): Promise<string> {
    this.reports.set(run, report);
    return `.convoy/runs/${run}.json`;
  }
}

/** Prepared worktrees in memory; `digests` says what is in the files that a digest is asked of. */
export class SmallArtefacts implements Artefacts {
  readonly kept = new Set<string>();
  readonly digests = new Map<string, string>();
  private readonly marks = new Map<string, string>();

  folder(component: string, commit: string): string {
    return `/worktrees/${component}/${commit.slice(0, 7)}`;
  }

  async preparedKey(component: string, commit: string): Promise<string | null> {
    return this.marks.get(`${component} ${commit}`) ?? null;
  }

  async markPrepared(component: string, commit: string, key: string): Promise<void> {
    this.marks.set(`${component} ${commit}`, key);
  }

  async restore(key: string): Promise<boolean> {
    return this.kept.has(key);
  }

  async keep(key: string): Promise<void> {
    this.kept.add(key);
  }

  async digest(_worktree: string, files: readonly string[]): Promise<string> {
    return files.map((file) => `${file}=${this.digests.get(file) ?? ''}`).join(' ');
  }

  slot<T>(work: () => Promise<T>): Promise<T> {
    return work();
  }

  alone<T>(_key: string, work: () => Promise<T>): Promise<T> {
    return work();
  }
}
