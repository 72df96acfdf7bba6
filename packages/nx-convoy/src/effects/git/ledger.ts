import { randomBytes } from 'node:crypto';
import { access, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SimpleGit } from 'simple-git';
import { ledgerCorrupt, ledgerUnreachable } from '../../model/errors';
import { applyEntries, emptyLedger } from '../../model/ledger-state';
import { ledgerStateSchema, type LedgerEntry, type LedgerState, type WorldName } from '../../model/receipt';
import { holdLock } from '../hold-lock';
import type { Clock, Ledger } from '../ports';
import { gitMessage, gitSession, type GitSettings } from './git-session';

export interface LedgerOptions {
  readonly world: WorldName;
  /** The folder `.convoy` of the workspace. */
  readonly home: string;
  /** URL or path of the remote that keeps the ledger; null: the workspace has none, so the ledger lives in this clone. */
  readonly remote: string | null;
  readonly environment: GitSettings['environment'];
  readonly clock: Clock;
}

const TRIES = 8;
const LONGEST_PAUSE_MILLISECONDS = 400;

/** Receipts on branch `deployments/<environment>`: `state.json` is the current state, `entries/` the history that is only ever added to. */
export function createLedger(options: LedgerOptions): Ledger {
  const clone = new LedgerClone(options);
  return {
    place: options.remote ?? 'this clone only (the workspace has no remote)',
    read: async (environment) => (await clone.head(environment)).state,
    append: (environment, entries) => append(clone, environment, entries, options.clock),
  };
}

interface Head {
  readonly commit: string | null;
  readonly state: LedgerState;
}

async function append(clone: LedgerClone, environment: string, entries: readonly LedgerEntry[], clock: Clock): Promise<LedgerState> {
  let refusal: unknown = null;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const head = await clone.head(environment);
    const missing = await clone.missing(head, entries);
    if (missing.length === 0) return head.state;
    const state = applyEntries(head.state, missing);
    const commit = await clone.commit(head, state, missing);
    refusal = await clone.push(environment, head.commit, commit);
    if (refusal === null) return state;
    await clock.pause(Math.ceil((randomBytes(1).readUInt8() / 255) * LONGEST_PAUSE_MILLISECONDS));
  }
  throw ledgerUnreachable(clone.place, refusal);
}

class LedgerClone {
  readonly place: string;
  private readonly folder: string;

  constructor(private readonly options: LedgerOptions) {
    this.folder = join(options.home, `ledger-${options.world}.git`);
    this.place = options.remote ?? this.folder;
  }

  /** The branch as the remote has it now. */
  async head(environment: string): Promise<Head> {
    const git = await this.git();
    const ref = branch(environment);
    const commit = await this.fetched(git, ref);
    if (commit === null) return { commit, state: emptyLedger(this.options.world, environment) };
    return { commit, state: this.parse(await git.raw('cat-file', 'blob', `${commit}:state.json`), environment) };
  }

  private async fetched(git: SimpleGit, ref: string): Promise<string | null> {
    const { remote } = this.options;
    if (remote === null) return (await git.raw('rev-parse', '--verify', '--quiet', ref).catch(() => '')).trim() || null;
    try {
      const listed = await git.raw('ls-remote', '--', remote, ref);
      const commit = listed.split('\t')[0]?.trim() ?? '';
      if (commit === '') return null;
      const known = await git.raw('cat-file', '-e', `${commit}^{commit}`).then(
        () => true,
        () => false,
      );
      if (!known) await git.raw('fetch', '--quiet', '--no-tags', '--', remote, ref);
      return commit;
    } catch (cause) {
      throw ledgerUnreachable(this.place, new TypeError(gitMessage(cause)));
    }
  }

  private parse(text: string, environment: string): LedgerState {
    const path = `${branch(environment)}:state.json`;
    const state = ledgerStateSchema.safeParse(parsed(text));
    if (!state.success) throw ledgerCorrupt(path, state.error.issues[0]?.message ?? 'not what this version writes');
    if (state.data.world !== this.options.world) throw ledgerCorrupt(path, `it belongs to world ${state.data.world}`);
    return state.data;
  }

  /** Entries that the branch does not hold yet: a delivery that is repeated adds nothing. */
  async missing(head: Head, entries: readonly LedgerEntry[]): Promise<LedgerEntry[]> {
    if (head.commit === null) return [...entries];
    const git = await this.git();
    const listed = await git.raw('ls-tree', '-r', '-z', '--name-only', '--full-tree', head.commit, '--', ...entries.map(entryPath));
    const known = new Set(listed.split('\0'));
    return entries.filter((entry) => !known.has(entryPath(entry)));
  }

  /** One commit on top of the head, made without a working tree. */
  async commit(head: Head, state: LedgerState, entries: readonly LedgerEntry[]): Promise<string> {
    const scratch = join(this.options.home, 'tmp', randomBytes(8).toString('hex'));
    await mkdir(scratch, { recursive: true });
    try {
      const git = await this.git({ GIT_INDEX_FILE: join(scratch, 'index'), ...identity(this.options.environment) });
      if (head.commit !== null) await git.raw('read-tree', head.commit);
      const files = [['state.json', state] as const, ...entries.map((entry) => [entryPath(entry), entry] as const)];
      const written = await Promise.all(files.map(([, value], index) => writeJson(join(scratch, `${index}.json`), value)));
      const ids = (await git.raw('hash-object', '-w', '--no-filters', '--', ...written)).trim().split('\n');
      const additions = files.flatMap(([path], index) => ['--cacheinfo', `100644,${ids[index] ?? ''},${path}`]);
      await git.raw('update-index', '--add', ...additions);
      const tree = (await git.raw('write-tree')).trim();
      const parent = head.commit === null ? [] : ['-p', head.commit];
      return (await git.raw('commit-tree', tree, ...parent, '-m', message(entries))).trim();
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  }

  /** Moves the branch by compare-and-swap; answers git's words when somebody was faster. */
  async push(environment: string, expected: string | null, commit: string): Promise<Error | null> {
    const git = await this.git();
    const ref = branch(environment);
    const { remote } = this.options;
    try {
      if (remote === null) await git.raw('update-ref', ref, commit, expected ?? '0'.repeat(40));
      else await git.raw('push', '--quiet', '--atomic', `--force-with-lease=${ref}:${expected ?? ''}`, '--', remote, `${commit}:${ref}`);
      return null;
    } catch (cause) {
      return new TypeError(gitMessage(cause));
    }
  }

  private async git(extra: Record<string, string> = {}): Promise<SimpleGit> {
    const settings = { environment: this.options.environment };
    if (!(await exists(join(this.folder, 'HEAD')))) {
      await holdLock(join(this.options.home, 'locks', `ledger-${this.options.world}`), async () => {
        if (await exists(join(this.folder, 'HEAD'))) return;
        await mkdir(this.folder, { recursive: true });
        await gitSession(this.folder, settings).raw('init', '--quiet', '--bare');
      });
    }
    return gitSession(this.folder, settings, extra);
  }
}

function branch(environment: string): string {
  return `refs/heads/deployments/${environment}`;
}

/** One file an entry: files of parallel tasks never conflict, and a repeated delivery meets itself. */
function entryPath(entry: LedgerEntry): string {
  const kind = entry.type === 'started' ? 'started' : entry.verb;
  return `entries/${entry.component}/${entry.startedAt.replace(/[^0-9TZ]/g, '')}-${entry.run}-${kind}.json`;
}

/** `git log` of the branch reads like a deploy log. */
function message(entries: readonly LedgerEntry[]): string {
  const subject = entries.map(subjectOf).join('; ');
  const [first] = entries;
  return first === undefined ? subject : `${subject}\n\nRun: ${first.run}\nWho: ${first.who}\nWorld: ${first.world}\n`;
}

function subjectOf(entry: LedgerEntry): string {
  const commit = entry.commit.slice(0, 7);
  if (entry.type === 'started') return `${entry.component}: started ${commit}`;
  const from = entry.from === null ? '' : `${entry.from.commit.slice(0, 7)} → `;
  return `${entry.component}: ${entry.verb === 'verify' ? 'verify' : entry.outcome} ${from}${commit} (${entry.verdict ?? 'not verified'})`;
}

/** The ledger's commits are ours where the person has no name in git: writing a receipt must never fail for that. */
function identity(environment: Readonly<Record<string, string>>): Record<string, string> {
  const name = environment['GIT_AUTHOR_NAME'] ?? 'nx-convoy';
  const email = environment['GIT_AUTHOR_EMAIL'] ?? 'nx-convoy@localhost';
  return { GIT_AUTHOR_NAME: name, GIT_AUTHOR_EMAIL: email, GIT_COMMITTER_NAME: name, GIT_COMMITTER_EMAIL: email };
}

async function writeJson(path: string, value: unknown): Promise<string> {
  await writeFile(path, `${JSON.stringify(value, null, 2)}\n`);
  return path;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
