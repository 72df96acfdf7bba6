import { createHash, randomBytes } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ledgerCorrupt, ledgerUnreachable } from '../../model/errors';
import { emptyLedger } from '../../model/ledger-state';
import type { LedgerEntry, LedgerState } from '../../model/receipt';
import { entryPath } from '../../model/entry-path';
import { GitFailure, withoutPasswords } from './git-failure';
import type { LedgerOptions } from './ledger';
import { ledgerMessage } from './ledger-message';
import { hasCommit } from './mirrors';
import { openGit, type Git } from './open-git';
import { parseLedgerState } from './parse-ledger-state';

/** The branch as it is at one commit; null: there is no branch yet. */
export interface Head {
  readonly commit: string | null;
  readonly state: LedgerState;
}

const STATE = 'state.json';
const NOTHING = '0'.repeat(40);
/** What git says when somebody else moved the branch first. */
const RACED =
  /stale info|fetch first|non-fast-forward|cannot lock ref|failed to update ref|incorrect old value|already exists/i;

/** Branch `deployments/<environment>`: reading it, and adding a commit to it by compare-and-swap. Every call counts: each is a process. */
export class LedgerBranch {
  private readonly ref: string;
  private known: Head | null = null;

  constructor(
    private readonly git: Git,
    private readonly folder: string,
    private readonly environment: string,
    private readonly options: LedgerOptions,
  ) {
    this.ref = `refs/heads/deployments/${environment}`;
  }

  async head(): Promise<Head> {
    const commit = await this.tip();
    if (commit === null) return { commit, state: emptyLedger(this.options.world, this.environment) };
    if (this.known?.commit === commit) return this.known;
    const { world } = this.options;
    const expected = { path: this.pathOf(STATE), world, environment: this.environment };
    this.known = { commit, state: parseLedgerState(await this.stateAt(commit), expected) };
    return this.known;
  }

  /** Entries that the branch does not have yet: a delivery that is repeated adds nothing. */
  async missing(head: Head, entries: readonly LedgerEntry[]): Promise<LedgerEntry[]> {
    if (head.commit === null) return [...entries];
    const words = ['-z', '--full-tree', '--format=%(objectname) %(path)', head.commit];
    const listed = await this.git.read('ls-tree', ...words, '--', ...entries.map(entryPath));
    const ids = new Map(
      listed.split('\0').map((line) => [line.slice(line.indexOf(' ') + 1), line.split(' ')[0]]),
    );
    return entries.filter((entry) => {
      const id = ids.get(entryPath(entry));
      if (id !== undefined && id !== blobId(textOf(entry)))
        throw ledgerCorrupt(this.pathOf(entryPath(entry)), 'another entry stands there');
      return id === undefined;
    });
  }

  /** One commit on top of the head, made without a working tree. */
  async commit(head: Head, state: LedgerState, entries: readonly LedgerEntry[]): Promise<string> {
    const scratch = join(this.options.home, 'tmp', randomBytes(8).toString('hex'));
    await mkdir(scratch, { recursive: true });
    try {
      const git = await openGit(this.folder, this.options, {
        GIT_INDEX_FILE: join(scratch, 'index'),
        ...identityOf(entries),
      });
      const files = [[STATE, state] as const, ...entries.map((entry) => [entryPath(entry), entry] as const)];
      const [additions] = await Promise.all([
        this.additions(git, scratch, files),
        head.commit === null ? null : git.read('read-tree', head.commit),
      ]);
      await git.read('update-index', '--add', ...additions);
      const tree = (await git.read('write-tree')).trim();
      const parent = head.commit === null ? [] : ['-p', head.commit];
      return (await git.read('commit-tree', tree, ...parent, '-m', ledgerMessage(entries))).trim();
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  }

  /** Moves the branch from the head to the commit; false: somebody was faster. */
  async move(from: Head, to: { readonly commit: string; readonly state: LedgerState }): Promise<boolean> {
    const { remote } = this.options;
    const lease = `--force-with-lease=${this.ref}:${from.commit ?? ''}`;
    try {
      if (remote === null) await this.git.read('update-ref', this.ref, to.commit, from.commit ?? NOTHING);
      else await this.git.ask('push', '--progress', lease, '--', remote, `${to.commit}:${this.ref}`);
      this.known = to;
      return true;
    } catch (cause) {
      if (cause instanceof GitFailure && RACED.test(cause.message)) return false;
      throw this.unreachable(cause);
    }
  }

  private async tip(): Promise<string | null> {
    const { remote } = this.options;
    if (remote === null)
      return (await this.git.read('for-each-ref', '--format=%(objectname)', this.ref)).trim() || null;
    try {
      const listed = await this.git.ask('ls-remote', '--', remote, this.ref);
      return listed.split('\t')[0] || null;
    } catch (cause) {
      throw this.unreachable(cause);
    }
  }

  private async stateAt(commit: string): Promise<string> {
    const read = (): Promise<string> => this.git.read('cat-file', 'blob', `${commit}:${STATE}`);
    try {
      return await read();
    } catch {
      // Whatever the reason, look twice: another process of this checkout may be fetching the same commit.
      if (!(await hasCommit(this.git, commit))) await this.fetch(commit);
    }
    return read().catch(() => {
      throw ledgerCorrupt(this.pathOf(STATE), 'it is missing');
    });
  }

  private async fetch(commit: string): Promise<void> {
    const { remote } = this.options;
    if (remote === null) throw ledgerCorrupt(this.ref, `commit ${commit} is missing`);
    try {
      const words = ['--no-tags', '--no-write-fetch-head', '--progress'];
      await this.git.ask('fetch', ...words, '--', remote, this.ref);
    } catch (cause) {
      throw this.unreachable(cause);
    }
    if (!(await hasCommit(this.git, commit)))
      throw ledgerCorrupt(this.ref, `its history was rewritten while it was read: ${commit} is gone`);
    // Only so that the next fetch asks for what is new; whoever writes it last is as good as any.
    await this.git.read('update-ref', `refs/seen/${this.environment}`, commit).catch(() => undefined);
  }

  private async additions(
    git: Git,
    scratch: string,
    files: readonly (readonly [string, unknown])[],
  ): Promise<string[]> {
    const paths = files.map((_, index) => join(scratch, `${index}.json`));
    await Promise.all(files.map(([, value], index) => writeFile(paths[index] ?? '', textOf(value))));
    const ids = (await git.read('hash-object', '-w', '--no-filters', '--', ...paths)).trim().split('\n');
    return files.flatMap(([path], index) => ['--cacheinfo', `100644,${ids[index] ?? ''},${path}`]);
  }

  private unreachable(cause: unknown): unknown {
    if (!(cause instanceof GitFailure)) return cause;
    return ledgerUnreachable(withoutPasswords(this.options.remote ?? this.folder), cause);
  }

  private pathOf(path: string): string {
    return `deployments/${this.environment}:${path}`;
  }
}

function textOf(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** The id that git gives to a file of this text. */
function blobId(text: string): string {
  const bytes = Buffer.from(text, 'utf8');
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

/** Who ran is the author, so that `git log` says it; never git's own idea of a name, which may be missing. */
function identityOf([entry]: readonly LedgerEntry[]): Record<string, string> {
  const who = (entry?.who ?? '').replace(/[^\p{L}\p{N}@._ -]/gu, '').trim();
  const email = 'nx-convoy@localhost';
  return {
    GIT_AUTHOR_NAME: /[\p{L}\p{N}]/u.test(who) ? who : 'nx-convoy',
    GIT_AUTHOR_EMAIL: email,
    GIT_COMMITTER_NAME: 'nx-convoy',
    GIT_COMMITTER_EMAIL: email,
  };
}
