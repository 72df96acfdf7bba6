import { createHash } from 'node:crypto';
import { ledgerCorrupt } from '../../model/errors';
import { entryPath } from '../../model/entry-path';
import { textOf, textsOfEntry } from '../../model/entry-text';
import { emptyLedger } from '../../model/ledger-state';
import type { LedgerEntry, LedgerState, Receipt, Release, WorldName } from '../../model/receipt';
import { receiptsSince } from './ledger-receipts';
import { makeCommit, type CommitPlace } from './ledger-commit';
import { ledgerMessage } from './ledger-message';
import type { LedgerRefs } from './ledger-refs';
import { hasCommit } from './mirrors';
import type { Git } from './open-git';
import type { Expected } from './parse-ledger-file';
import { parseLedgerState } from './parse-ledger-state';
import { parseRelease } from './parse-release';

/** The branch as it is at one commit; null: there is no branch yet. */
export interface Head {
  readonly commit: string | null;
  readonly state: LedgerState;
}

export interface LedgerBranchOptions {
  readonly git: Git;
  readonly refs: LedgerRefs;
  readonly place: CommitPlace;
  readonly world: WorldName;
  readonly environment: string;
}

const STATE = 'state.json';

/** Branch `deployments/<environment>`: reading it at a commit, and making commits that follow. Every call counts: each is a process. */
export class LedgerBranch {
  private newest: Head | null = null;

  constructor(private readonly options: LedgerBranchOptions) {}

  async at(commit: string | null): Promise<Head> {
    const { world, environment } = this.options;
    if (commit === null) return { commit, state: emptyLedger(world, environment) };
    if (this.newest?.commit === commit) return this.newest;
    const state = parseLedgerState(await this.textAt(commit, STATE), this.expected(STATE));
    this.newest = { commit, state };
    return this.newest;
  }

  async release(head: Head, run: string): Promise<Release | null> {
    const listed = head.state.releases.find((each) => each.run === run);
    if (listed === undefined || head.commit === null) return null;
    return parseRelease(await this.textAt(head.commit, listed.entry), this.expected(listed.entry));
  }

  /** Of a head that was read, and so is here. */
  async receipts({ commit }: Head, since: string): Promise<Receipt[]> {
    return commit === null ? [] : receiptsSince(this.options, commit, since);
  }

  /** Entries that the branch does not have yet: a delivery that is repeated adds nothing. */
  async missing(head: Head, entries: readonly LedgerEntry[]): Promise<LedgerEntry[]> {
    const byPath = new Map(entries.map((entry) => [entryPath(entry), entry]));
    if (head.commit === null || byPath.size === 0) return [...byPath.values()];
    const words = ['-z', '--full-tree', '--format=%(objectname) %(path)', head.commit];
    const listed = await this.options.git.read('ls-tree', ...words, '--', ...byPath.keys());
    const ids = new Map(
      listed.split('\0').map((line) => [line.slice(line.indexOf(' ') + 1), line.split(' ')[0] ?? '']),
    );
    return [...byPath].flatMap(([path, entry]) => {
      const id = ids.get(path);
      if (id === undefined) return [entry];
      if (textsOfEntry(entry).map(blobId).includes(id)) return [];
      throw ledgerCorrupt(this.pathOf(path), 'another entry stands there');
    });
  }

  /** A commit on top of the head, which no ref names yet. */
  async follow(head: Head, state: LedgerState, entries: readonly LedgerEntry[]): Promise<Head> {
    const files = entries.map((entry): [string, string] => [entryPath(entry), textOf(entry)]);
    const commit = await makeCommit(this.options.place, {
      parent: head.commit,
      files: [[STATE, textOf(state)], ...files],
      message: ledgerMessage(entries),
      who: entries[0]?.who ?? '',
    });
    this.newest = { commit, state };
    return this.newest;
  }

  private async textAt(commit: string, path: string): Promise<string> {
    const { git, refs } = this.options;
    const read = (): Promise<string> => git.read('cat-file', 'blob', `${commit}:${path}`);
    try {
      return await read();
    } catch {
      await refs.bring({ branch: commit, lock: null });
    }
    return read().catch(async () => {
      if (await hasCommit(git, commit)) throw ledgerCorrupt(this.pathOf(path), 'it is missing');
      const what = `its history was rewritten while it was read: ${commit} is gone`;
      throw ledgerCorrupt(refs.names.branch, what);
    });
  }

  private expected(path: string): Expected {
    const { world, environment } = this.options;
    return { path: this.pathOf(path), world, environment };
  }

  private pathOf(path: string): string {
    return `deployments/${this.options.environment}:${path}`;
  }
}

/** The id that git gives to a file of this text. */
function blobId(text: string): string {
  const bytes = Buffer.from(text, 'utf8');
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}
