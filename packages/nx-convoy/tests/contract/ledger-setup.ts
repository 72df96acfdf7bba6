import { mkdtemp, rename, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClock } from '../../src/effects/clock';
import { createLedgerAndLocks } from '../../src/effects/git/ledger-and-locks';
import type { LedgerOptions } from '../../src/effects/git/ledger-options';
import { createLease, type Beating, type LeaseOptions } from '../../src/effects/lease';
import { createLeaseStamps, type LeaseStamps } from '../../src/effects/lease-stamps';
import { createMachine, type Machine } from '../../src/effects/machine';
import type { Clock, Lease, Ledger, Locks } from '../../src/effects/ports';
import type { RunClaim } from '../../src/model/lock';
import type { LedgerEntry, LedgerState, WorldName } from '../../src/model/receipt';
import { FakeLeaseStamps } from '../fakes/fake-lease-stamps';
import { FakeLedger, FakeLedgerRemote, type FakeLedgerOptions } from '../fakes/fake-ledger';
import { FakeLocks } from '../fakes/fake-locks';
import { runClaim } from '../fakes/values-of-lock';
import { gitEnvironment, GitRemote } from './git-remote';

// Ledger, locks and lease on fakes and for real: several runs in several checkouts, on one remote.

export interface WhichRun {
  readonly run?: string;
  /** The folder that the run works in: what it knows is known to other processes of the run there. */
  readonly checkout?: string;
  readonly world?: WorldName;
}

/** One process of a run. */
export interface RunningProcess {
  readonly claim: RunClaim;
  readonly ledger: Ledger;
  readonly locks: Locks;
  readonly stamps: LeaseStamps;
  lease(change?: Partial<LeaseOptions>): Lease & Beating;
  /** Takes the lock, which must be free. */
  take(environment?: string): Promise<string>;
  /** Appends under the lock of this run, which is taken if it has to be. */
  append(entries: readonly LedgerEntry[], environment?: string): Promise<LedgerState>;
}

export interface Setup {
  process(which?: WhichRun): RunningProcess;
  /** Messages of the branch's commits, newest first. */
  messages(environment: string): string[];
  /** Puts a text in place of a file of the branch; null takes it away. */
  spoil(environment: string, path: string, text: string | null): void;
  file(environment: string, path: string): string | null;
  away(isAway: boolean): Promise<void>;
  /** Lets time pass on this machine, by all its clocks. */
  pass(milliseconds: number): void;
  /** Runs of which this machine can prove that nothing is left. */
  readonly gone: Set<string>;
}

const temporary: string[] = [];

/** For `afterAll`: what the setups left on the disk. */
export async function removeSetups(): Promise<void> {
  await Promise.all(temporary.map((folder) => rm(folder, { recursive: true, force: true })));
}

interface Parts {
  readonly claim: RunClaim;
  readonly ledger: Ledger;
  readonly locks: Locks;
  readonly stamps: LeaseStamps;
  readonly clock: Clock;
}

function processOf(parts: Parts): RunningProcess {
  const { claim, ledger, locks, stamps, clock } = parts;
  const tokens = new Map<string, Promise<string>>();
  const take = async (environment: string): Promise<string> => {
    const attempt = await locks.attempt(environment, claim);
    if (attempt.type !== 'taken')
      throw new TypeError(`${environment} is held by ${attempt.holder.claim.run}`);
    return attempt.token;
  };
  const tokenOf = (environment = 'dev'): Promise<string> => {
    const token = tokens.get(environment) ?? take(environment);
    tokens.set(environment, token);
    return token;
  };
  return {
    claim,
    ledger,
    locks,
    stamps,
    take: tokenOf,
    append: async (entries, environment = 'dev') =>
      ledger.append(environment, entries, await tokenOf(environment)),
    lease: (change = {}) =>
      createLease({ locks, stamps, clock, claim, waitSeconds: 0, onWait: () => undefined, ...change }),
  };
}

/** Time that goes on by itself and can be moved on. */
class MovableClock implements Clock {
  readonly zone = 'UTC';
  passed = 0;
  private readonly real = createClock();

  now(): string {
    return new Date(Date.parse(this.real.now()) + this.passed).toISOString();
  }

  /** What waits a while long sees it pass at once. */
  async pause(milliseconds: number): Promise<void> {
    if (milliseconds < 1_000) return this.real.pause(milliseconds);
    this.passed += milliseconds;
  }
}

export async function fakeSetup(): Promise<Setup> {
  const remote = new FakeLedgerRemote();
  const clock = new MovableClock();
  const now = (): string => clock.now();
  const known = new Map<string, NonNullable<FakeLedgerOptions['known']>>();
  const stampsOf = new Map<string, LeaseStamps>();
  const gone = new Set<string>();
  return {
    gone,
    process: ({ run = 'run-1', checkout = 'checkout', world = 'sandbox' } = {}) => {
      const name = `${run} ${checkout}`;
      const stamps = stampsOf.get(name) ?? new FakeLeaseStamps(now);
      stampsOf.set(name, stamps);
      const shared: NonNullable<FakeLedgerOptions['known']> = known.get(name) ?? new Map();
      known.set(name, shared);
      const locks = new FakeLocks(remote, { world, now, gone });
      const ledger = new FakeLedger(remote, { world, known: shared, stamps });
      return processOf({ claim: runClaim({ run }), ledger, locks, stamps, clock });
    },
    messages: (environment) => remote.branches.get(environment)?.messages ?? [],
    spoil: (environment, path, text) => {
      const files = remote.branches.get(environment)?.files;
      if (text === null) files?.delete(path);
      else files?.set(path, text);
    },
    file: (environment, path) => remote.branches.get(environment)?.files.get(path) ?? null,
    away: async (isAway) => void (remote.away = isAway),
    pass: (milliseconds) => void (clock.passed += milliseconds),
  };
}

export interface RealSetup extends Setup {
  readonly root: string;
  readonly remote: GitRemote;
  readonly machine: Machine;
  options(which?: WhichRun & Partial<LedgerOptions>): LedgerOptions;
  /** A process with other options than usual. */
  processWith(change: Partial<LedgerOptions> & WhichRun): RunningProcess;
}

export async function realSetup(): Promise<RealSetup> {
  const root = await mkdtemp(join(tmpdir(), 'convoy-ledger-'));
  temporary.push(root);
  const remote = new GitRemote(join(root, 'ledger.git'));
  const clock = new MovableClock();
  const gone = new Set<string>();
  const real = createMachine();
  const machine: Machine = {
    ...real,
    monotonic: () => real.monotonic() + clock.passed,
    isGone: async (claim) => gone.has(claim.run),
  };
  const options: RealSetup['options'] = ({ run = 'run-1', checkout = 'checkout', ...change } = {}) => ({
    world: 'sandbox',
    home: join(root, checkout, '.convoy'),
    remote: remote.folder,
    environment: gitEnvironment,
    run,
    clock,
    machine,
    ...change,
  });
  const processWith: RealSetup['processWith'] = (change) => {
    const plain = options(change);
    const monotonic = (): number => (plain.machine ?? machine).monotonic();
    const stamps = createLeaseStamps({ home: plain.home, run: plain.run, clock: plain.clock, monotonic });
    const claim = runClaim({ run: plain.run, host: hostname() });
    return processOf({ claim, ...createLedgerAndLocks({ ...plain, stamps }), stamps, clock: plain.clock });
  };
  const branch = (environment: string): string => `refs/heads/deployments/${environment}`;
  return {
    root,
    remote,
    machine,
    gone,
    options,
    processWith,
    process: (which = {}) => processWith(which),
    messages: (environment) =>
      remote.head(`deployments/${environment}`) === null
        ? []
        : remote
            .git(['log', '--format=%B%x00', branch(environment)])
            .split('\0')
            .map((text) => text.trim())
            .slice(0, -1),
    spoil: (environment, path, text) => spoil(remote, branch(environment), path, text),
    file: (environment, path) => {
      try {
        return remote.git(['cat-file', 'blob', `${branch(environment)}:${path}`]);
      } catch {
        return null;
      }
    },
    away: (isAway) =>
      isAway
        ? rename(remote.folder, `${remote.folder}.away`)
        : rename(`${remote.folder}.away`, remote.folder),
    pass: (milliseconds) => void (clock.passed += milliseconds),
  };
}

/** Puts a text in place of a file at the head of a ref, as somebody might by hand. */
export function spoil(remote: GitRemote, ref: string, path: string, text: string | null): void {
  const env = { GIT_INDEX_FILE: join(remote.folder, 'spoil-index') };
  remote.git(['read-tree', ref], { env });
  const id = text === null ? '0'.repeat(40) : remote.git(['hash-object', '-w', '--stdin'], { input: text });
  const mode = text === null ? '0' : '100644';
  remote.git(['update-index', '--index-info'], { input: `${mode} ${id}\t${path}\n`, env });
  const written = remote.git(['write-tree'], { env });
  remote.ref(ref, remote.git(['commit-tree', written, '-p', ref], { input: 'spoilt' }));
}

export const bothSetups: [string, () => Promise<Setup>][] = [
  ['fake', fakeSetup],
  ['real', realSetup],
];
