import type { Json } from '../model/json';
import type { LayerContents } from './layer-contents-port';
import type { Author } from './merges-port';
import type { LayerUse } from './layer-use-port';
import type { Parameters } from './parameters-port';
import type { LockAttempt, LockClaim, LockHolder } from '../model/lock';
import type { Approval, LedgerEntry, LedgerState, Occurrence, Receipt, Release } from '../model/receipt';
import type { LiveFunction, LiveStack } from '../model/live-state';
import type { Command, PagesBranch } from '../model/resolved-component';

// The ports: what flows may ask of the world. Adapters live beside this file; flows see only these interfaces.

/** A repository as the manifest names it. */
export interface RepoAddress {
  readonly name: string;
  readonly url: string;
}

export interface CommitSummary {
  readonly commit: string;
  readonly subject: string;
}

/** A file of a commit: path inside the repository and its text. */
export interface CommittedFile {
  readonly path: string;
  readonly text: string;
}

/** The source repositories, through a local mirror under `.convoy/`. Refuses with CONVOY_REMOTE_UNREACHABLE, CONVOY_COMMIT_NOT_FOUND. */
export interface Repos {
  /** The commit that a ref (branch, tag, full ref or full commit id) names at the remote now; null where there is none. */
  resolve(repo: RepoAddress, ref: string): Promise<string | null>;
  /** Makes the commit present in the mirror; asks the remote only if it is not. */
  ensure(repo: RepoAddress, commit: string): Promise<void>;
  /** sha256 over `git ls-tree -r` of the paths (`!` excludes) at the commit: lines sorted, path-scoped; independent of other paths. */
  tree(repo: RepoAddress, commit: string, paths: readonly string[]): Promise<string>;
  commitsBetween(repo: RepoAddress, from: string, to: string): Promise<CommitSummary[]>;
  isAncestor(repo: RepoAddress, ancestor: string, descendant: string): Promise<boolean>;
  /**
   * A commit on top of `head` in the mirror whose `paths` are those of commit `tree`; everything else stays as it is in `head`. The same wish gives the
   * same commit. Its message has the trailers `Convoy-Carries: <tree>`.
   */
  carry(repo: RepoAddress, wish: CarryWish): Promise<string>;
  /** Brings HEAD of a local checkout into the mirror, or its working tree as a commit on top of HEAD (ignored files left out); the checkout is not changed. */
  fromCheckout(repo: RepoAddress, folder: string, dirty: boolean): Promise<SourceCommit>;
  /** Text files directly in a folder at a commit, sorted by path. */
  files(repo: RepoAddress, commit: string, folder: string): Promise<CommittedFile[]>;
  /** Text files anywhere below the paths (`!` excludes) at a commit whose path ends with one of the given ends, sorted by path. */
  sources(repo: RepoAddress, commit: string, wanted: SourceWish): Promise<CommittedFile[]>;
  /** Makes (or reuses, when it is clean and at this commit) a detached worktree. */
  worktree(repo: RepoAddress, commit: string, folder: string): Promise<void>;
  /** Moves `refs/heads/<branch>` at the remote by compare-and-swap. `expected` null: the branch must not exist. */
  push(repo: RepoAddress, move: BranchMove): Promise<PushOutcome>;
}

export interface SourceWish {
  readonly paths: readonly string[];
  /** Such as `.yml` or `/package.json`; a path is looked at with a slash in front. */
  readonly ends: readonly string[];
}

export interface CarryWish {
  readonly head: string;
  readonly tree: string;
  readonly paths: readonly string[];
  readonly subject: string;
}

/** What a local checkout stands at. `dirty`: there are changes that no commit has. */
export interface SourceCommit {
  readonly commit: string;
  readonly dirty: boolean;
}

export interface BranchMove {
  readonly branch: string;
  readonly expected: string | null;
  readonly to: string;
}
export type PushOutcome =
  { readonly type: 'pushed' } | { readonly type: 'rejected'; readonly message: string };

/**
 * The receipts of an environment on branch `deployments/<environment>`; append-only. Refuses with CONVOY_LEDGER_UNREACHABLE,
 * CONVOY_LEDGER_CORRUPT, and when the lock is no longer ours with CONVOY_LOCK_LOST.
 */
export interface Ledger {
  /** The state as this run last knew it (its own entries included), else as it is at the remote. An environment that was never deployed has no components. Entries of another world are never read. */
  read(environment: string): Promise<LedgerState>;
  /** The same, asked of the remote now: what others wrote since is seen. */
  refresh(environment: string): Promise<LedgerState>;
  /**
   * Appends durably (fetch, re-apply, push; bounded, jittered) under the lock whose token is given, and answers the new state. Each push
   * moves the lock's ref too, with a lease on both. Calls that come while a push is under way go together in the next one. Entries that are already
   * there are not added twice.
   */
  append(environment: string, entries: readonly LedgerEntry[], token: string): Promise<LedgerState>;
  /** Appends (if there is anything) and frees the lock in one push. A lock that is not ours any more is left alone, and nothing is appended. */
  close(environment: string, entries: readonly LedgerEntry[], token: string): Promise<void>;
  /** A release as a whole; null: the ledger has none of that run. */
  release(environment: string, run: string): Promise<Release | null>;
  /** The receipts of everything that ended at or after the time (ISO 8601), oldest first, of the state that `read` answers. */
  receipts(environment: string, since: string): Promise<Receipt[]>;
  /** Commit of the branch that `read` last answered from; null: there is no branch. */
  head(environment: string): Promise<string | null>;
  /** Where the ledger is, for the first line of a run. */
  readonly place: string;
  /** Whether others can see it: false where the workspace has no remote. */
  readonly isShared: boolean;
}

/** The lock of each environment: a ref at the ledger's remote, moved by compare-and-swap alone. Refuses with CONVOY_LEDGER_UNREACHABLE. */
export interface Locks {
  /** Who holds it; null: nobody. */
  look(environment: string): Promise<LockHolder | null>;
  /**
   * Tries once: a free lock is taken; so is one whose lease has expired, which is one that this machine saw unchanged for LEASE_MILLISECONDS,
   * or whose processes are provably gone (same boot of the same host and process namespace, none of the run's processes left).
   */
  attempt(
    environment: string,
    claim: Omit<LockClaim, 'version' | 'world' | 'environment'>,
  ): Promise<LockAttempt>;
  /** Shows that the holder is alive. An expired lease that nobody took is renewed. `lost`: another run has it, or it was unlocked. */
  beat(environment: string, token: string): Promise<'beaten' | 'lost'>;
  /** Takes the lock away from whoever holds it as `beat` says (compare-and-swap) and keeps the occurrence in the ledger, in one push; false: it changed meanwhile. */
  breakLock(environment: string, holder: LockHolder, entry: Occurrence): Promise<boolean>;
}

/** Entries that could not be delivered, on this machine, until a later run delivers them. */
export interface Outbox {
  keep(environment: string, entries: readonly LedgerEntry[]): Promise<void>;
  pending(environment: string): Promise<LedgerEntry[]>;
  forget(environment: string, entries: readonly LedgerEntry[]): Promise<void>;
}

/** The lock as one run holds it, over all its processes. */
export interface Lease {
  /** Takes the lock for this run or joins it, waiting as long as the person allowed, and answers the token. Refuses with CONVOY_LOCK_HELD. */
  take(environment: string, verb: string): Promise<string>;
  /** The token that this run holds; null: it has not taken the lock. */
  token(environment: string): Promise<string | null>;
  /** Before each step: proven to be ours within PROVEN_MILLISECONDS, asking the remote if need be. Refuses with CONVOY_LOCK_LOST. */
  confirm(environment: string): Promise<void>;
}

export interface StackEvent {
  readonly at: string;
  readonly resource: string;
  readonly status: string;
  readonly reason: string;
}

export type InvokeOutcome =
  | { readonly type: 'answered'; readonly answer: Json }
  | { readonly type: 'function-error'; readonly message: string }
  | { readonly type: 'unreachable'; readonly message: string };

/** AWS in one region of one account. Reads answer null for what does not exist; other trouble throws with its cause. */
export interface Cloud extends LayerContents, LayerUse, Parameters {
  /** The account of the caller's identity. */
  account(): Promise<string>;
  stack(name: string): Promise<LiveStack | null>;
  /** Events of the stack at or after an ISO time, oldest first. */
  stackEvents(name: string, since: string): Promise<StackEvent[]>;
  /** Configuration; with an alias also what it resolves to. */
  function(name: string, alias: string | null): Promise<LiveFunction | null>;
  invoke(name: string, payload: Json): Promise<InvokeOutcome>;
  /** Publishes the current code and configuration (waits until the last update settled) and answers the version; the same code gives the same version. */
  publishVersion(name: string): Promise<string>;
  moveAlias(name: string, alias: string, version: string): Promise<void>;
  /** A published version of a function; null: there is none (any more). */
  functionVersion(name: string, version: string): Promise<{ codeSha256: string; layers: string[] } | null>;
  /** Whether the layer version still exists. */
  layerExists(arn: string): Promise<boolean>;
  /** What a stack was last made from; null: no stack. A NoEcho parameter has no value: the one in use is kept. */
  stackSource(name: string): Promise<StackSource | null>;
  /**
   * Begins an update of the stack to the source; `unchanged`: it is already so. The outcome is in the stack's status. The same call again while that
   * update is under way begins nothing. A template that is too large for the call itself is put into the bucket.
   */
  updateStack(name: string, source: StackSource, bucket: string): Promise<'updating' | 'unchanged'>;
  /** Begins to delete the stack; one that is gone already is fine. Refused by AWS where the stack is protected against it. */
  deleteStack(name: string): Promise<void>;
  /** Begins to continue a rollback that failed; one that goes on already, or has ended well, is fine. */
  continueRollback(name: string): Promise<void>;
  /** Keeps a text in a bucket of this account; the same key is written again. Refuses, as the reads do, with CONVOY_BUCKET_NOT_FOUND. */
  keepObject(bucket: string, key: string, text: string): Promise<void>;
  object(bucket: string, key: string): Promise<string | null>;
  objectExists(bucket: string, key: string): Promise<boolean>;
  newestLayerVersion(name: string): Promise<{ version: number; arn: string } | null>;
}

/** Template body, parameters and tags of a stack. */
export interface StackSource {
  readonly template: string;
  /** null: NoEcho, the value in use stays. */
  readonly parameters: Readonly<Record<string, string | null>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly capabilities: readonly string[];
}

export interface DatabaseInstance {
  readonly id: string;
  /** As RDS says it: available, creating, … */
  readonly status: string;
  /** `host:port`; null: it has none yet. */
  readonly endpoint: string | null;
  /** Newest time that can be restored to; null: backups are off. */
  readonly restorableUntil: string | null;
}

/** Database instances at RDS in one region. The source of a restore is never touched. */
export interface Databases {
  instance(id: string): Promise<DatabaseInstance | null>;
  /** Begins a snapshot; one of that name that exists already is taken for it. */
  snapshot(instance: string, name: string): Promise<void>;
  /** Status of a snapshot as RDS says it; null: there is none. */
  snapshotStatus(name: string): Promise<string | null>;
  /**
   * Begins to make a new instance as the source was at the time, in its subnet group and security groups. The same restore again begins
   * nothing; an instance of that name from anything else is refused.
   */
  restoreToTime(restore: {
    readonly source: string;
    readonly target: string;
    readonly at: string;
  }): Promise<void>;
  /** The same from a snapshot. */
  restoreSnapshot(restore: {
    readonly source: string;
    readonly snapshot: string;
    readonly target: string;
  }): Promise<void>;
}

export interface PagesDeployment {
  readonly id: string;
  readonly commit: string;
  readonly branch: string;
  /** What it serves: the project's own address, or one of a preview. The branch decides, when the build begins. */
  readonly environment: 'production' | 'preview';
  /** Cloudflare's latest_stage: name (queued, initialize, clone_repo, build, deploy) and status (success, idle, active, failure, canceled). */
  readonly stage: string;
  readonly status: string;
  readonly url: string;
  readonly createdAt: string;
}

/** Cloudflare Pages. The account and token of `PagesBranch` are `$NAME` references that the adapter resolves. */
export interface Pages {
  /** Newest deployment of the branch, null where there is none. */
  latest(pages: PagesBranch): Promise<PagesDeployment | null>;
  /** Newest deployment of exactly this commit on the branch. */
  ofCommit(pages: PagesBranch, commit: string): Promise<PagesDeployment | null>;
  /** Asks for a build of the branch's head. */
  build(pages: PagesBranch): Promise<PagesDeployment>;
  log(pages: PagesBranch, deployment: string): Promise<string>;
  /** Name of the project's production branch: only its deployments can be rolled back to. */
  productionBranch(pages: PagesBranch): Promise<string>;
  /** Makes an earlier successful production deployment the served one. */
  rollback(pages: PagesBranch, deployment: string): Promise<PagesDeployment>;
  /** All previews of the branch, the newest first. What production serves, or ever served, is never among them. */
  previews(pages: PagesBranch): Promise<PagesDeployment[]>;
  /** Removes a preview of the branch, also one that its address shows. Gone already is as good; anything that is no preview of it is refused. */
  removePreview(pages: PagesBranch, deployment: string): Promise<void>;
}

export interface ShellRequest {
  readonly command: Command;
  /** Absolute folder to run in (the command's `in` is already part of it). */
  readonly folder: string;
  /** The whole environment of the child: nothing is inherited. */
  readonly environment: Readonly<Record<string, string>>;
  /** Lines for its standard input, which is closed behind them; none: it has no input. */
  readonly input?: readonly string[];
  /** Called for every line of output, already masked. */
  readonly onLine: (line: string) => void;
}

export type ShellOutcome =
  | { readonly type: 'exited'; readonly code: number; readonly tail: string }
  | { readonly type: 'timed-out'; readonly seconds: number; readonly tail: string }
  | { readonly type: 'interrupted'; readonly tail: string }
  | { readonly type: 'not-started'; readonly message: string };

/** Child processes under a guard in their own process group: no orphan is left, whatever happens to us. */
export interface Shell {
  run(request: ShellRequest): Promise<ShellOutcome>;
}

export interface WebRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly timeoutMilliseconds: number;
  /** Offer only this HTTP version; null: h2 first, then 1.1. */
  readonly version: string | null;
}

export type WebOutcome =
  | {
      readonly type: 'answered';
      readonly status: number;
      readonly version: string;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
      readonly milliseconds: number;
    }
  /** Our own service did not answer properly: refused, reset, certificate, time-out. A failed check. */
  | { readonly type: 'refused'; readonly message: string }
  /** It could not be asked: the name does not resolve, no route. An inconclusive check. */
  | { readonly type: 'unreachable'; readonly message: string };

/** HTTP for checks. In the sandbox every name is answered by the name proxy; certificate checks are never off. */
export interface Web {
  ask(request: WebRequest): Promise<WebOutcome>;
}

export interface Clock {
  /** Now as ISO 8601 in UTC, milliseconds. */
  now(): string;
  /** Resolves after the time; tests advance a fake clock. */
  pause(milliseconds: number): Promise<void>;
  /** The time zone of whoever sits here. */
  readonly zone: string;
}

/** The repository of the workspace itself: manifest, pins and their history. */
export interface Coordination {
  /** Commit of HEAD, null outside git. */
  head(): Promise<string | null>;
  /** Of the paths, those that differ from HEAD or are not in it. */
  uncommitted(paths: readonly string[]): Promise<string[]>;
  /** Whether HEAD contains the commit; null: the commit is not known here. */
  contains(commit: string): Promise<boolean | null>;
  /** The branch that the remote declares as its default and its commit there now; null: there is no such remote. Refuses with CONVOY_REMOTE_UNREACHABLE. */
  defaultBranch(remote: string): Promise<{ readonly name: string; readonly commit: string } | null>;
  /** Of the paths, those whose content in HEAD is not the content at the commit (fetched if need be). */
  differing(remote: string, commit: string, paths: readonly string[]): Promise<string[]>;
  /** The last commit that changed the file, with its people and signature. */
  approval(path: string): Promise<Approval | null>;
  /** Who commits here, as git is told. */
  author(): Promise<Author>;
}

/** Where lines for a person go. */
export interface Output {
  line(text: string): void;
}

/** Local records of a run under `.convoy/runs/`, so that sibling tasks and the closing hook can tell one story. */
export interface Journal {
  /** Writes what a task found or did (atomic, one file per component and target). */
  note(run: string, key: string, value: Json): Promise<void>;
  /** Everything noted in the run, by key. */
  notes(run: string): Promise<ReadonlyMap<string, Json>>;
  /** Writes `.convoy/runs/<run>.json` and answers its path relative to the workspace. */
  report(run: string, report: Json): Promise<string>;
  /** Does the work while no other process of this machine does such work for the run. */
  alone<T>(run: string, work: () => Promise<T>): Promise<T>;
}

/** Prepared worktrees and the folders that commands keep (node_modules), under `.convoy/`. */
export interface Artefacts {
  /** Absolute folder of the component's worktree at a commit. */
  folder(component: string, commit: string): string;
  /** The key of a finished prepare, null where none finished. */
  preparedKey(component: string, commit: string): Promise<string | null>;
  /** Written last, after everything else of prepare. */
  markPrepared(component: string, commit: string, key: string): Promise<void>;
  /** Hard-links a kept folder into the worktree; false where nothing is kept under the key. */
  restore(key: string, worktree: string, folders: readonly string[]): Promise<boolean>;
  /** Keeps folders of the worktree under the key. */
  keep(key: string, worktree: string, folders: readonly string[]): Promise<void>;
  /** sha256 over the named files of a worktree (path and content). */
  digest(worktree: string, files: readonly string[]): Promise<string>;
  /** Runs the work while holding one of the machine's install slots; few at a time. */
  slot<T>(work: () => Promise<T>): Promise<T>;
  /** Runs the work alone among all processes that name the same key. */
  alone<T>(key: string, work: () => Promise<T>): Promise<T>;
}
