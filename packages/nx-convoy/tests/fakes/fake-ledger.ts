import type { Ledger } from '../../src/effects/ports';
import { entryPath } from '../../src/model/entry-path';
import { ledgerMessage } from '../../src/effects/git/ledger-message';
import { parseLedgerState } from '../../src/effects/git/parse-ledger-state';
import { ledgerCorrupt, ledgerUnreachable } from '../../src/model/errors';
import { applyEntries, emptyLedger } from '../../src/model/ledger-state';
import type { LedgerEntry, LedgerState, WorldName } from '../../src/model/receipt';

/** The branch of an environment: its files as texts, and the messages of its commits, newest first. */
export interface FakeBranch {
  readonly files: Map<string, string>;
  readonly messages: string[];
}

/** What several ledgers share. It does not answer while it is `away`. */
export class FakeLedgerRemote {
  readonly branches = new Map<string, FakeBranch>();
  away = false;
}

/**
 * The ledger without git.
 * - Several ledgers on one remote see each other's entries at once; an append never loses one.
 * - Entries that are there are not added again; another one under the same path, a state that is no JSON, of another version, world or
 *   environment is CONVOY_LEDGER_CORRUPT, for reading and for appending, and nothing is overwritten.
 * - A remote that is away is CONVOY_LEDGER_UNREACHABLE.
 * - Writing an entry of another world or environment is a bug: TypeError.
 */
export class FakeLedger implements Ledger {
  readonly place = 'the fake ledger';

  constructor(
    private readonly remote = new FakeLedgerRemote(),
    private readonly world: WorldName = 'sandbox',
  ) {}

  /** Everything that was ever appended to the environment, in order. */
  entries(environment: string): LedgerEntry[] {
    const files = [...(this.remote.branches.get(environment)?.files ?? [])];
    return files
      .filter(([path]) => path.startsWith('entries/'))
      .map(([, text]) => JSON.parse(text) as LedgerEntry);
  }

  async read(environment: string): Promise<LedgerState> {
    return this.stateOf(environment);
  }

  async append(environment: string, entries: readonly LedgerEntry[]): Promise<LedgerState> {
    if (entries.some((entry) => entry.world !== this.world || entry.environment !== environment))
      throw new TypeError(`an entry is not of ${this.world}/${environment}`);
    const before = this.stateOf(environment);
    const branch = this.remote.branches.get(environment) ?? {
      files: new Map<string, string>(),
      messages: [] as string[],
    };
    const missing = entries.filter((entry) => !isThere(branch, entry));
    if (missing.length === 0) return before;
    const state = applyEntries(before, missing);
    for (const entry of missing) branch.files.set(entryPath(entry), JSON.stringify(entry));
    branch.files.set('state.json', JSON.stringify(state));
    branch.messages.unshift(ledgerMessage(missing).trim());
    this.remote.branches.set(environment, branch);
    return state;
  }

  private stateOf(environment: string): LedgerState {
    if (this.remote.away) throw ledgerUnreachable(this.place, new TypeError('fatal: it does not answer'));
    const branch = this.remote.branches.get(environment);
    if (branch === undefined) return emptyLedger(this.world, environment);
    const path = `deployments/${environment}:state.json`;
    const text = branch.files.get('state.json');
    if (text === undefined) throw ledgerCorrupt(path, 'it is missing');
    return parseLedgerState(text, { path, world: this.world, environment });
  }
}

function isThere(branch: FakeBranch, entry: LedgerEntry): boolean {
  const text = branch.files.get(entryPath(entry));
  if (text !== undefined && text !== JSON.stringify(entry))
    throw ledgerCorrupt(entryPath(entry), 'another entry stands there');
  return text !== undefined;
}
