import { isComplete, isReleaseMissing, releasedComponents, type Wanted } from '../decide/set-of';
import { isWholeSetBack } from '../decide/whole-set-back';
import { isCoordinationError } from '../model/coordination-error';
import type { LedgerEntry, LedgerState } from '../model/receipt';
import type { RunContext } from '../model/run-context';
import type { World } from './world';

export interface ClosingRun {
  readonly run: RunContext;
  /** Every component that exists in the environment. */
  readonly wanted: readonly Wanted[];
}

/** Ends a run: what it amounts to is recorded and the lock is freed, in one push. Answers whether the environment is at its pins. */
export async function closeRun(closing: ClosingRun, world: World): Promise<boolean> {
  const { environment, under } = closing.run;
  const state = await world.ledger.read(environment);
  const entries = closingEntries(closing, state, await world.coordination.head(), world);
  const held = await world.lease.token(environment);
  // A run that died before its last word had the lock; whoever says it now takes it for that.
  const token = held ?? (entries.length > 0 ? await world.lease.take(environment, 'release') : null);
  if (token !== null) {
    const stamped = entries.map((entry) => ({ ...entry, token }));
    await (under === null
      ? close(environment, stamped, token, world)
      : world.ledger.append(environment, stamped, token));
  }
  return isComplete(closing.wanted, state);
}

/** Frees the lock also where the ledger cannot be reached: what was to be said is said by the next run, and the lease runs out. */
async function close(
  environment: string,
  entries: readonly LedgerEntry[],
  token: string,
  world: World,
): Promise<void> {
  try {
    await world.ledger.close(environment, entries, token);
  } catch (cause) {
    if (!isCoordinationError(cause) || cause.code !== 'CONVOY_LEDGER_UNREACHABLE') throw cause;
    await world.outbox.keep(environment, entries);
    throw cause;
  }
}

function closingEntries(
  { run, wanted }: ClosingRun,
  state: LedgerState,
  coordinationCommit: string | null,
  world: World,
): LedgerEntry[] {
  const head = {
    version: 1 as const,
    world: world.name,
    environment: run.environment,
    run: run.run,
    who: world.who,
    token: '',
  };
  const now = world.clock.now();
  const target = state.releases.find((each) => each.run === (run.target ?? state.rollback?.target));
  if (run.target !== null && target !== undefined) {
    if (state.rollback === null || !isWholeSetBack(target, wanted, state)) return [];
    const what = { kind: 'rolled-back' as const, target: target.run };
    return [{ ...head, type: 'occurrence', startedAt: now, what }];
  }
  if (!isReleaseMissing(wanted, state)) return [];
  const names = wanted.map(({ component }) => component);
  const startedAt = run.startedAt === '' ? now : run.startedAt;
  const components = releasedComponents(names, state);
  return [
    { ...head, type: 'release', startedAt, finishedAt: now, coordinationCommit, adopted: false, components },
  ];
}
