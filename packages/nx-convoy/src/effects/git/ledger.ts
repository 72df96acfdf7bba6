import { join } from 'node:path';
import { ledgerUnreachable, refUnsafe } from '../../model/errors';
import { refTrouble } from '../../model/git-words';
import { applyEntries } from '../../model/ledger-state';
import type { LedgerEntry, LedgerState, WorldName } from '../../model/receipt';
import { holdLock } from '../hold-lock';
import type { Clock, Ledger } from '../ports';
import { withoutPasswords } from './git-failure';
import { LedgerBranch } from './ledger-branch';
import { ledgerRepository } from './ledger-repository';
import { openGit, type GitSettings } from './open-git';

export interface LedgerOptions extends GitSettings {
  readonly world: WorldName;
  /** The folder `.convoy` of the workspace. */
  readonly home: string;
  /** URL or path of the remote that keeps the ledger; null: the workspace has none, so the ledger stays in the workspace's own git directory. */
  readonly remote: string | null;
  readonly clock: Clock;
}

const TRIES = 8;
const LONGEST_TURN_MILLISECONDS = 20_000;
const FIRST_PAUSE_MILLISECONDS = 40;
const LONGEST_PAUSE_MILLISECONDS = 1_000;

/** Receipts on branch `deployments/<environment>`: `state.json` is the current state, `entries/` the history that is only ever added to. */
export function createLedger(options: LedgerOptions): Ledger {
  const branches = new Map<string, LedgerBranch>();
  const turns = new Map<string, Promise<unknown>>();
  const open = async (environment: string): Promise<LedgerBranch> => {
    const trouble = refTrouble(environment);
    if (trouble !== null) throw refUnsafe(environment, trouble);
    const known = branches.get(environment) ?? (await openBranch(environment, options));
    branches.set(environment, known);
    return known;
  };
  return {
    place:
      options.remote === null
        ? 'this clone only (the workspace has no remote)'
        : withoutPasswords(options.remote),
    read: async (environment) => (await (await open(environment)).head()).state,
    append: async (environment, entries) => {
      refuseStrangers(environment, entries, options.world);
      // Appends of one process take turns, and so do those of one checkout: they would only race each other. Who comes from elsewhere
      // is met by compare-and-swap.
      const before = turns.get(environment) ?? Promise.resolve();
      const lock = join(options.home, 'locks', `ledger-${options.world}-${encodeURIComponent(environment)}`);
      const turn = before.then(async () => {
        const branch = await open(environment);
        const wait = { longestMilliseconds: LONGEST_TURN_MILLISECONDS, isCourtesy: true };
        return holdLock(lock, () => append(branch, entries, options), wait);
      });
      turns.set(
        environment,
        turn.catch(() => undefined),
      );
      return turn;
    },
  };
}

async function openBranch(environment: string, options: LedgerOptions): Promise<LedgerBranch> {
  const folder = await ledgerRepository(options);
  return new LedgerBranch(await openGit(folder, options), folder, environment, options);
}

async function append(
  branch: LedgerBranch,
  entries: readonly LedgerEntry[],
  options: LedgerOptions,
): Promise<LedgerState> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    if (attempt > 0) await options.clock.pause(pauseBefore(attempt));
    const head = await branch.head();
    const missing = await branch.missing(head, entries);
    if (missing.length === 0) return head.state;
    const state = applyEntries(head.state, missing);
    const commit = await branch.commit(head, state, missing);
    if (await branch.move(head, { commit, state })) return state;
  }
  const place = withoutPasswords(options.remote ?? options.home);
  throw ledgerUnreachable(place, new TypeError(`others wrote to it ${TRIES} times in a row while we tried`));
}

/** Longer with every try, and never the same for two rivals. */
function pauseBefore(attempt: number): number {
  const longest = Math.min(LONGEST_PAUSE_MILLISECONDS, FIRST_PAUSE_MILLISECONDS * 2 ** attempt);
  return Math.ceil(Math.random() * longest);
}

/** A fact of another world or environment in this branch would be believed by everyone after us. */
function refuseStrangers(environment: string, entries: readonly LedgerEntry[], world: WorldName): void {
  const stranger = entries.find((entry) => entry.world !== world || entry.environment !== environment);
  if (stranger === undefined) return;
  const { world: of, environment: inside } = stranger;
  throw new TypeError(
    `an entry of ${of}/${inside} must not be written to the ledger of ${world}/${environment}`,
  );
}
