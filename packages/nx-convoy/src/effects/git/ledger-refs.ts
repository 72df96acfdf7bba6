import { ledgerUnreachable } from '../../model/errors';
import { GitFailure, withoutPasswords } from './git-failure';
import type { LedgerTransport } from './ledger-transport';
import { hasCommit } from './mirrors';
import type { Git } from './open-git';

/** Where the two refs of an environment stand; null: there is none. */
export interface Refs {
  readonly branch: string | null;
  readonly lock: string | null;
}

/** The same as the remote told it, with when it was asked and when it had answered, by the monotonic clock. */
export interface Listing extends Refs {
  readonly begunAt: number;
  readonly endedAt: number;
}

export type Moved =
  | { readonly type: 'moved' }
  /** Somebody else moved a ref meanwhile, or the answer was lost: only a look at the refs tells. */
  | { readonly type: 'unsure'; readonly cause: GitFailure };

export interface LedgerRefsOptions {
  readonly transport: LedgerTransport;
  readonly environment: string;
  readonly monotonic: () => number;
}

const FRESH_MILLISECONDS = 1_000;
/** What git says when a server that was reached will not do it, whoever asks how often. */
const REFUSED = /\[(remote )?rejected\]|denied|not permitted|unauthorized|authentication failed|not found/i;
/** What git says when somebody else moved a ref first, or is just moving it. */
const RACED =
  /stale info|fetch first|non-fast-forward|cannot lock ref|failed to update ref|incorrect old value|already exists|reference broken/i;
const NOT_THERE = /couldn't find remote ref|no such remote ref/i;

/** Branch and lock of one environment at the ledger's remote: asked together, moved together. */
export class LedgerRefs {
  readonly names: { readonly branch: string; readonly lock: string };
  private starting: Promise<Listing> | null = null;
  private newest: Listing | null = null;
  private readonly bringing = new Map<string, Promise<void>>();

  constructor(
    private readonly git: Git,
    private readonly options: LedgerRefsOptions,
  ) {
    const { environment } = options;
    this.names = {
      branch: `refs/heads/deployments/${environment}`,
      lock: `refs/convoy/locks/${environment}`,
    };
  }

  /** Asks the remote. Whoever asks before the question has left shares the answer. */
  list(): Promise<Listing> {
    this.starting ??= new Promise((resolve) => {
      setImmediate(resolve);
    }).then(() => {
      this.starting = null;
      return this.ask();
    });
    return this.starting;
  }

  /** What was listed a moment ago, if it said that the lock is free: enough for a try, which compares. */
  justSeenFree(): Listing | null {
    const { newest } = this;
    if (newest === null || newest.lock !== null) return null;
    return this.options.monotonic() - newest.endedAt < FRESH_MILLISECONDS ? newest : null;
  }

  /**
   * Moves what differs, all or nothing, and only from where it was seen. A lease on a ref that a push does not move is not enforced, so
   * whoever writes to the branch moves the lock too.
   */
  async move(from: Refs, to: Refs): Promise<Moved> {
    this.newest = null;
    const moves = (['branch', 'lock'] as const)
      .filter((which) => from[which] !== to[which])
      .map((which) => ({ name: this.names[which], from: from[which], to: to[which] }));
    try {
      await this.options.transport.move(moves);
      return { type: 'moved' };
    } catch (cause) {
      if (!(cause instanceof GitFailure)) throw cause;
      if (RACED.test(cause.message) || !REFUSED.test(cause.message)) return { type: 'unsure', cause };
      throw this.unreachable(cause);
    }
  }

  /** Makes the commits present here, as far as the refs still hold them. */
  bring(refs: Refs): Promise<void> {
    const key = `${refs.branch ?? ''} ${refs.lock ?? ''}`;
    const known = this.bringing.get(key);
    if (known !== undefined) return known;
    const work = this.fetchMissing(refs).finally(() => this.bringing.delete(key));
    this.bringing.set(key, work);
    return work;
  }

  unreachable(cause: unknown): unknown {
    if (!(cause instanceof GitFailure)) return cause;
    return ledgerUnreachable(withoutPasswords(this.options.transport.place), cause);
  }

  /** Refuses because whatever was listed was gone before it could be read. */
  restless(times: number): unknown {
    const cause = new GitFailure(`others moved ${this.names.lock} ${times} times while it was read`, null);
    return this.unreachable(cause);
  }

  private async ask(): Promise<Listing> {
    const { transport, monotonic } = this.options;
    const { branch, lock } = this.names;
    const begunAt = monotonic();
    try {
      const listed = await transport.list([branch, lock]);
      const refs = new Map(
        listed.split('\n').map((line) => [line.slice(line.indexOf('\t') + 1), line.split('\t')[0] ?? null]),
      );
      const found = { branch: refs.get(branch) ?? null, lock: refs.get(lock) ?? null };
      this.newest = { ...found, begunAt, endedAt: monotonic() };
      return this.newest;
    } catch (cause) {
      throw this.unreachable(cause);
    }
  }

  private async fetchMissing(refs: Refs): Promise<void> {
    const { transport, environment } = this.options;
    const missing: string[] = [];
    for (const which of ['branch', 'lock'] as const) {
      const commit = refs[which];
      if (commit !== null && !(await hasCommit(this.git, commit))) missing.push(this.names[which]);
    }
    if (missing.length === 0) return;
    try {
      await transport.fetch(missing);
    } catch (cause) {
      if (cause instanceof GitFailure && NOT_THERE.test(cause.message)) return;
      throw this.unreachable(cause);
    }
    if (refs.branch === null || !(await hasCommit(this.git, refs.branch))) return;
    // Only so that the next fetch asks for what is new; whoever writes it last is as good as any.
    await this.git.read('update-ref', `refs/seen/${environment}`, refs.branch).catch(() => undefined);
  }
}
