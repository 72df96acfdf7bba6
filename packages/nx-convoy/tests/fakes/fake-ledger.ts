import { createHash } from 'node:crypto';
import type { LeaseStamps } from '../../src/effects/lease-stamps';
import type { Ledger } from '../../src/effects/ports';
import { entryPath } from '../../src/model/entry-path';
import { byTime } from '../../src/model/entry-time';
import { textOf, textsOfEntry } from '../../src/model/entry-text';
import { ledgerMessage } from '../../src/effects/git/ledger-message';
import { parseLedgerState } from '../../src/effects/git/parse-ledger-state';
import { parseReceipt } from '../../src/effects/git/parse-receipt';
import { parseRelease } from '../../src/effects/git/parse-release';
import { ledgerCorrupt, ledgerUnreachable } from '../../src/model/errors';
import { applyEntries, emptyLedger } from '../../src/model/ledger-state';
import type { LockHolder } from '../../src/model/lock';
import { lockLost } from '../../src/model/lock-errors';
import type { LedgerEntry, LedgerState, Receipt, Release, WorldName } from '../../src/model/receipt';

/** The branch of an environment: its files as texts, and the messages of its commits, newest first. */
export interface FakeBranch {
  readonly files: Map<string, string>;
  readonly messages: string[];
  head: string;
}

/** What several ledgers and locks share. It does not answer while it is `away`. */
export class FakeLedgerRemote {
  readonly branches = new Map<string, FakeBranch>();
  readonly locks = new Map<string, LockHolder>();
  away = false;
  private made = 0;

  /** Id of a new commit. */
  commit(): string {
    this.made += 1;
    return createHash('sha1').update(`commit ${this.made}`).digest('hex');
  }

  /** Refuses while it is away. */
  reach(): void {
    if (this.away) throw ledgerUnreachable('the fake ledger', new TypeError('fatal: it does not answer'));
  }

  /** Writes without a lock. */
  write(environment: string, entries: readonly LedgerEntry[], state: LedgerState): void {
    const known = this.branches.get(environment) ?? {
      files: new Map<string, string>(),
      messages: [],
      head: '',
    };
    for (const entry of entries) known.files.set(entryPath(entry), textOf(entry));
    known.files.set('state.json', textOf(state));
    known.messages.unshift(ledgerMessage(entries).trim());
    known.head = this.commit();
    this.branches.set(environment, known);
  }
}

interface Known {
  readonly head: string | null;
  readonly state: LedgerState;
}

export interface FakeLedgerOptions {
  readonly world?: WorldName;
  /** What the processes of one run know together. */
  readonly known?: Map<string, Known>;
  readonly stamps?: LeaseStamps;
}

/**
 * The ledger without git.
 * - Several ledgers on one remote see each other's entries with `refresh`; `read` answers what this run (`known`) last saw or wrote.
 * - `append` and `close` need the token of the lock as the remote has it: else `append` refuses with CONVOY_LOCK_LOST, and `close` does nothing.
 * - A push under the lock moves the lock's ref: `beat` of the holder is another one then.
 * - Entries that are there are not added again; another one under the same path, a state that is no JSON, of another version, world or
 *   environment is CONVOY_LEDGER_CORRUPT, for reading and for appending, and nothing is overwritten.
 * - A remote that is away is CONVOY_LEDGER_UNREACHABLE; what the run knows can be read all the same.
 * - Writing an entry of another world or environment is a bug: TypeError.
 */
export class FakeLedger implements Ledger {
  readonly place = 'the fake ledger';
  readonly isShared = true;
  private readonly world: WorldName;
  private readonly known: Map<string, Known>;

  constructor(
    private readonly remote = new FakeLedgerRemote(),
    private readonly options: FakeLedgerOptions = {},
  ) {
    this.world = options.world ?? 'sandbox';
    this.known = options.known ?? new Map<string, Known>();
  }

  /** Everything that was ever appended to the environment, in order. */
  entries(environment: string): LedgerEntry[] {
    const files = [...(this.remote.branches.get(environment)?.files ?? [])];
    return files.filter(([path]) => path !== 'state.json').map(([, text]) => JSON.parse(text) as LedgerEntry);
  }

  /** Sets the scene: entries of runs that are over, without a lock. */
  record(environment: string, entries: readonly LedgerEntry[]): LedgerState {
    const { state: before } = this.newest(environment);
    const missing = this.missing(environment, entries);
    if (missing.length > 0) this.remote.write(environment, missing, applyEntries(before, missing));
    return this.newest(environment).state;
  }

  async read(environment: string): Promise<LedgerState> {
    return (this.known.get(environment) ?? this.newest(environment)).state;
  }

  async refresh(environment: string): Promise<LedgerState> {
    return this.newest(environment).state;
  }

  async head(environment: string): Promise<string | null> {
    return (this.known.get(environment) ?? this.newest(environment)).head;
  }

  async release(environment: string, run: string): Promise<Release | null> {
    const { releases } = await this.read(environment);
    const listed = releases.find((each) => each.run === run);
    if (listed === undefined) return null;
    const path = `deployments/${environment}:${listed.entry}`;
    const text = this.remote.branches.get(environment)?.files.get(listed.entry);
    if (text === undefined) throw ledgerCorrupt(path, 'it is missing');
    return parseRelease(text, { path, world: this.world, environment });
  }

  async receipts(environment: string, since: string): Promise<Receipt[]> {
    await this.read(environment);
    return [...(this.remote.branches.get(environment)?.files ?? [])]
      .filter(([path]) => path.startsWith('entries/') && !path.endsWith('-started.json'))
      .map(([path, text]) =>
        parseReceipt(text, { path: `deployments/${environment}:${path}`, world: this.world, environment }),
      )
      .filter(({ finishedAt }) => Date.parse(finishedAt) >= Date.parse(since))
      .sort(byTime);
  }

  async append(environment: string, entries: readonly LedgerEntry[], token: string): Promise<LedgerState> {
    this.refuseStrangers(environment, entries);
    const moment = this.options.stamps?.now();
    const holder = this.remote.locks.get(environment) ?? null;
    this.remote.reach();
    if (holder?.token !== token) {
      await this.options.stamps?.lose(environment, token);
      throw lockLost(environment, holder);
    }
    const missing = this.missing(environment, entries);
    if (missing.length === 0) return this.newest(environment).state;
    const state = applyEntries(this.newest(environment).state, missing);
    this.remote.write(environment, missing, state);
    this.remote.locks.set(environment, { ...holder, beat: this.remote.commit() });
    if (moment !== undefined) await this.options.stamps?.prove(environment, token, moment);
    return this.newest(environment).state;
  }

  async close(environment: string, entries: readonly LedgerEntry[], token: string): Promise<void> {
    this.refuseStrangers(environment, entries);
    this.remote.reach();
    if (this.remote.locks.get(environment)?.token !== token) {
      await this.options.stamps?.lose(environment, token);
      return;
    }
    this.record(environment, entries);
    this.remote.locks.delete(environment);
    await this.options.stamps?.free(environment, token);
  }

  private newest(environment: string): Known {
    this.remote.reach();
    const known = this.atRemote(environment);
    this.known.set(environment, known);
    return known;
  }

  private atRemote(environment: string): Known {
    const branch = this.remote.branches.get(environment);
    if (branch === undefined) return { head: null, state: emptyLedger(this.world, environment) };
    const path = `deployments/${environment}:state.json`;
    const text = branch.files.get('state.json');
    if (text === undefined) throw ledgerCorrupt(path, 'it is missing');
    return { head: branch.head, state: parseLedgerState(text, { path, world: this.world, environment }) };
  }

  private missing(environment: string, entries: readonly LedgerEntry[]): LedgerEntry[] {
    this.newest(environment);
    const files = this.remote.branches.get(environment)?.files;
    const byPath = new Map(entries.map((entry) => [entryPath(entry), entry]));
    return [...byPath].flatMap(([path, entry]) => {
      const text = files?.get(path);
      if (text === undefined) return [entry];
      if (textsOfEntry(entry).includes(text)) return [];
      throw ledgerCorrupt(`deployments/${environment}:${path}`, 'another entry stands there');
    });
  }

  private refuseStrangers(environment: string, entries: readonly LedgerEntry[]): void {
    if (entries.some((entry) => entry.world !== this.world || entry.environment !== environment))
      throw new TypeError(`an entry is not of ${this.world}/${environment}`);
  }
}
