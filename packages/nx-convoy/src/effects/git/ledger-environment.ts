import { join } from 'node:path';
import { refUnsafe } from '../../model/errors';
import { refTrouble } from '../../model/git-words';
import { holdLock } from '../hold-lock';
import { createMachine, type Machine } from '../machine';
import { GitFailure } from './git-failure';
import { LedgerBranch } from './ledger-branch';
import { LedgerKnown } from './ledger-known';
import type { LedgerOptions } from './ledger-options';
import { LedgerRefs } from './ledger-refs';
import { ledgerRepository } from './ledger-repository';
import { ownTransport, remoteTransport } from './ledger-transport';
import { LockCommits } from './lock-commits';
import { openGit, type Git } from './open-git';

/** Everything that ledger and locks need of one environment. */
export interface LedgerEnvironment {
  readonly name: string;
  readonly options: LedgerOptions;
  readonly machine: Machine;
  readonly refs: LedgerRefs;
  readonly branch: LedgerBranch;
  readonly locks: LockCommits;
  readonly known: LedgerKnown;
  /** Takes turns with the other processes of this checkout, which would only race each other. Who comes from elsewhere is met by compare-and-swap. */
  alone<T>(work: () => Promise<T>): Promise<T>;
}

export type OpenEnvironment = (environment: string) => Promise<LedgerEnvironment>;

const LONGEST_TURN_MILLISECONDS = 20_000;

/** Opens each environment once; what is shared between ledger and locks is shared through this. */
export function ledgerEnvironments(options: LedgerOptions): OpenEnvironment {
  const opened = new Map<string, Promise<LedgerEnvironment>>();
  return (environment) => {
    const known = opened.get(environment) ?? openEnvironment(environment, options);
    opened.set(environment, known);
    known.catch(() => opened.delete(environment));
    return known;
  };
}

async function openEnvironment(name: string, options: LedgerOptions): Promise<LedgerEnvironment> {
  const trouble = refTrouble(name);
  if (trouble !== null) throw refUnsafe(name, trouble);
  const { world, home, run, remote } = options;
  const machine = options.machine ?? createMachine();
  const folder = await ledgerRepository(options);
  const git = await openGit(folder, options);
  const refs = new LedgerRefs(git, {
    transport: remote === null ? ownTransport(git, folder, options) : remoteTransport(git, remote),
    environment: name,
    monotonic: () => machine.monotonic(),
  });
  const shared = { git, refs, place: { ...options, folder }, world, environment: name };
  const isAncestor = (ancestor: string, descendant: string): Promise<boolean> =>
    isAncestorIn(git, ancestor, descendant);
  const turn = join(home, 'locks', `ledger-${world}-${encodeURIComponent(name)}`);
  return {
    name,
    options,
    machine,
    refs,
    branch: new LedgerBranch(shared),
    locks: new LockCommits(shared),
    known: new LedgerKnown({ home, world, run, environment: name, isAncestor }),
    alone: (work) =>
      holdLock(turn, work, { longestMilliseconds: LONGEST_TURN_MILLISECONDS, isCourtesy: true }),
  };
}

async function isAncestorIn(git: Git, ancestor: string, descendant: string): Promise<boolean> {
  try {
    await git.read('merge-base', '--is-ancestor', ancestor, descendant);
    return true;
  } catch (cause) {
    // 1: it is not; 128: one of the two is not here.
    if (cause instanceof GitFailure) return false;
    throw cause;
  }
}
