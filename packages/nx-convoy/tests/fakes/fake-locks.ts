import type { Locks } from '../../src/effects/ports';
import {
  isSameRun,
  LEASE_MILLISECONDS,
  type LockAttempt,
  type LockClaim,
  type LockHolder,
  type RunClaim,
} from '../../src/model/lock';
import type { Occurrence, WorldName } from '../../src/model/receipt';
import { FakeLedger, type FakeLedgerRemote } from './fake-ledger';

export interface FakeLocksOptions {
  readonly world?: WorldName;
  /** The clock of this machine; ISO 8601. */
  readonly now: () => string;
  readonly leaseMilliseconds?: number;
  /** Runs of which this machine can prove that nothing is left. */
  readonly gone?: Set<string>;
}

/**
 * Locks without git, on the remote of a fake ledger.
 * - Free: taken. Held by this very run: its token again. Held and unchanged for the lease as these locks themselves saw it, or of a run among
 *   the `gone`: taken over. Else held.
 * - A beat is another commit under the same token; of a token that is not the holder's it is `lost`.
 * - A lock is broken only as it was seen; the occurrence is in the ledger then.
 * - A remote that is away refuses with CONVOY_LEDGER_UNREACHABLE.
 */
export class FakeLocks implements Locks {
  /** Runs of which this machine can prove that nothing is left. */
  readonly gone: Set<string>;
  private readonly seen = new Map<string, { beat: string; at: number }>();

  constructor(
    private readonly remote: FakeLedgerRemote,
    private readonly options: FakeLocksOptions,
  ) {
    this.gone = options.gone ?? new Set();
  }

  async look(environment: string): Promise<LockHolder | null> {
    this.remote.reach();
    return this.remote.locks.get(environment) ?? null;
  }

  async attempt(environment: string, claim: RunClaim): Promise<LockAttempt> {
    this.remote.reach();
    const holder = this.remote.locks.get(environment);
    if (holder === undefined) return this.give(environment, claim);
    if (isSameRun(holder.claim, claim)) return { type: 'taken', token: holder.token };
    const quietMilliseconds = this.quiet(environment, holder.beat);
    const isExpired = quietMilliseconds >= (this.options.leaseMilliseconds ?? LEASE_MILLISECONDS);
    if (isExpired || this.gone.has(holder.claim.run)) return this.give(environment, claim);
    return { type: 'held', holder, quietMilliseconds };
  }

  async beat(environment: string, token: string): Promise<'beaten' | 'lost'> {
    this.remote.reach();
    const holder = this.remote.locks.get(environment);
    if (holder?.token !== token) return 'lost';
    this.remote.locks.set(environment, {
      ...holder,
      beat: this.remote.commit(),
      beatAt: this.options.now(),
    });
    return 'beaten';
  }

  async breakLock(environment: string, holder: LockHolder, entry: Occurrence): Promise<boolean> {
    this.remote.reach();
    if (this.remote.locks.get(environment)?.beat !== holder.beat) return false;
    new FakeLedger(this.remote, { world: this.world }).record(environment, [entry]);
    this.remote.locks.delete(environment);
    return true;
  }

  private get world(): WorldName {
    return this.options.world ?? 'sandbox';
  }

  private give(environment: string, claim: RunClaim): LockAttempt {
    const token = this.remote.commit();
    const whole: LockClaim = { version: 1, world: this.world, environment, ...claim };
    this.remote.locks.set(environment, { claim: whole, token, beat: token, beatAt: this.options.now() });
    return { type: 'taken', token };
  }

  private quiet(environment: string, beat: string): number {
    const now = Date.parse(this.options.now());
    const known = this.seen.get(environment);
    if (known?.beat === beat) return now - known.at;
    this.seen.set(environment, { beat, at: now });
    return 0;
  }
}
