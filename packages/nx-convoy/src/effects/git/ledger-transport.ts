import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { ledgerCorrupt } from '../../model/errors';
import { errorCode } from '../error-code';
import { GitFailure } from './git-failure';
import type { Git, GitSettings } from './open-git';

/** A ref, where it is believed to be and where it shall be; null: there is none. */
export interface RefMove {
  readonly name: string;
  readonly from: string | null;
  readonly to: string | null;
}

/** How refs of the ledger are asked for and moved. Failures are GitFailure. */
export interface LedgerTransport {
  /** Where the ledger is, as git is told. */
  readonly place: string;
  /** Lines of id, tab, name. Others than those asked for may be among them. */
  list(names: readonly string[]): Promise<string>;
  /** All or nothing, and each only from where it is believed to be. */
  move(moves: readonly RefMove[]): Promise<void>;
  fetch(names: readonly string[]): Promise<void>;
}

export function remoteTransport(git: Git, remote: string): LedgerTransport {
  return {
    place: remote,
    list: (names) => git.ask('ls-remote', '--', remote, ...names),
    move: async (moves) => {
      const leases = moves.map(({ name, from }) => `--force-with-lease=${name}:${from ?? ''}`);
      const targets = moves.map(({ name, to }) => `${to ?? ''}:${name}`);
      await git.ask('push', '--atomic', '--progress', ...leases, '--', remote, ...targets);
    },
    fetch: async (names) => {
      const words = ['--no-tags', '--no-write-fetch-head', '--progress', '--', remote];
      await git.ask('fetch', ...words, ...names);
    },
  };
}

/** Where there is no remote the refs are in the git directory that the commits are made in; one transaction moves them. */
export function ownTransport(git: Git, folder: string, settings: GitSettings): LedgerTransport {
  return {
    place: folder,
    list: (names) => git.read('for-each-ref', '--format=%(objectname)%09%(refname)', ...names),
    move: (moves) => updateRefs(folder, settings, moves),
    fetch: (names) => Promise.reject(ledgerCorrupt(names.join(', '), 'its commit is missing')),
  };
}

const NOTHING = '0'.repeat(40);

/** The one call of git that is told what to do on its standard input: only there several refs move together. */
async function updateRefs(folder: string, settings: GitSettings, moves: readonly RefMove[]): Promise<void> {
  const lines = moves.map(({ name, from, to }) =>
    to === null ? `delete ${name} ${from ?? NOTHING}` : `update ${name} ${to} ${from ?? NOTHING}`,
  );
  const words = ['-c', 'core.hooksPath=/dev/null', `--git-dir=${folder}`, 'update-ref', '--stdin'];
  const running = promisify(execFile)('git', words, { cwd: folder, env: environmentOf(settings) });
  running.child.stdin?.on('error', () => undefined).end(`${lines.join('\n')}\n`);
  try {
    await running;
  } catch (cause) {
    const { stderr, code } = cause as { stderr?: string; code?: unknown };
    if (errorCode(cause) === 'ENOENT' || stderr === undefined) throw cause;
    throw new GitFailure(stderr, typeof code === 'number' ? code : null);
  }
}

/** Nothing that points git at another repository; its configuration stays. */
function environmentOf({ environment }: GitSettings): Record<string, string> {
  const kept = Object.entries(environment).filter(([name]) => !/^GIT_(?!CONFIG)/.test(name));
  return { ...Object.fromEntries(kept), LC_ALL: 'C' };
}
