import type { Json } from '../model/json';
import type { LedgerEntry, LedgerState } from '../model/receipt';
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
  /** Text files directly in a folder at a commit, sorted by path. */
  files(repo: RepoAddress, commit: string, folder: string): Promise<CommittedFile[]>;
  /** Makes (or reuses, when it is clean and at this commit) a detached worktree. */
  worktree(repo: RepoAddress, commit: string, folder: string): Promise<void>;
  /** Moves `refs/heads/<branch>` at the remote by compare-and-swap. `expected` null: the branch must not exist. */
  push(repo: RepoAddress, move: BranchMove): Promise<PushOutcome>;
}

export interface BranchMove {
  readonly branch: string;
  readonly expected: string | null;
  readonly to: string;
}
export type PushOutcome =
  { readonly type: 'pushed' } | { readonly type: 'rejected'; readonly message: string };

/** The receipts of an environment on branch `deployments/<environment>`; append-only. Refuses with CONVOY_LEDGER_UNREACHABLE, CONVOY_LEDGER_CORRUPT. */
export interface Ledger {
  /** The current state; an environment that was never deployed has no components. Entries of another world are never read. */
  read(environment: string): Promise<LedgerState>;
  /** Appends durably (fetch, re-apply, push; bounded, jittered) and answers the new state. Entries that are already there are not added twice. */
  append(environment: string, entries: readonly LedgerEntry[]): Promise<LedgerState>;
  /** Where the ledger is, for the first line of a run. */
  readonly place: string;
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
export interface Cloud {
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
  newestLayerVersion(name: string): Promise<{ version: number; arn: string } | null>;
  parameter(name: string): Promise<string | null>;
}

export interface PagesDeployment {
  readonly id: string;
  readonly commit: string;
  readonly branch: string;
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
}

export interface ShellRequest {
  readonly command: Command;
  /** Absolute folder to run in (the command's `in` is already part of it). */
  readonly folder: string;
  /** The whole environment of the child: nothing is inherited. */
  readonly environment: Readonly<Record<string, string>>;
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
