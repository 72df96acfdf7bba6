import type { LedgerEntry, LedgerState, WorldName } from '../../model/receipt';
import type { Ledger } from '../ports';
import { withoutPasswords } from './git-failure';
import type { Head } from './ledger-branch';
import { ledgerEnvironments, type LedgerEnvironment } from './ledger-environment';
import type { LedgerOptions } from './ledger-options';
import { pushAndFree, pushEntries } from './ledger-push';
import { LedgerTurns } from './ledger-turns';

/** Receipts on branch `deployments/<environment>`: `state.json` is the current state, the other files a history that is only ever added to. */
export function createLedger(options: LedgerOptions, open = ledgerEnvironments(options)): Ledger {
  const { remote, world } = options;
  const turns = new Map<string, LedgerTurns>();
  const turnsOf = (environment: string): LedgerTurns => {
    const known =
      turns.get(environment) ??
      new LedgerTurns(async (entries, token) => {
        const at = await open(environment);
        return at.alone(() => pushEntries(at, entries, token));
      });
    turns.set(environment, known);
    return known;
  };
  return {
    place: remote === null ? 'this clone only (the workspace has no remote)' : withoutPasswords(remote),
    isShared: remote !== null,
    read: async (environment) => (await knownHead(await open(environment))).state,
    refresh: async (environment) => (await refreshedHead(await open(environment))).state,
    head: async (environment) => (await knownHead(await open(environment))).commit,
    release: async (environment, run) => {
      const at = await open(environment);
      return at.branch.release(await knownHead(at), run);
    },
    receipts: async (environment, since) => {
      const at = await open(environment);
      return at.branch.receipts(await knownHead(at), since);
    },
    append: async (environment, entries, token): Promise<LedgerState> => {
      refuseStrangers(environment, entries, world);
      return turnsOf(environment).append(entries, token);
    },
    close: async (environment, entries, token) => {
      refuseStrangers(environment, entries, world);
      const at = await open(environment);
      await turnsOf(environment).next(() => at.alone(() => pushAndFree(at, entries, token)));
    },
  };
}

/** As the run's processes know it; the remote is asked only where nobody did yet. */
async function knownHead(at: LedgerEnvironment): Promise<Head> {
  const { branch = at.options.known ?? undefined } = await at.known.read();
  return branch === undefined ? refreshedHead(at) : at.branch.at(branch);
}

async function refreshedHead(at: LedgerEnvironment): Promise<Head> {
  const listing = await at.refs.list();
  const head = await at.branch.at(listing.branch);
  const { branch } = await at.known.learn({ branch: head.commit });
  // Another process of the run may know of more by now.
  return at.branch.at(branch ?? null);
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
