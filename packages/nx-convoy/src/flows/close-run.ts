import { alignCommand } from '../decide/layers/align-command';
import { isComplete, isReleaseMissing, releasedComponents, type Wanted } from '../decide/set-of';
import { isWholeSetBack } from '../decide/whole-set-back';
import { isCoordinationError, type CoordinationError } from '../model/coordination-error';
import { layersDiffer } from '../model/layer-errors';
import type { LedgerEntry, LedgerState } from '../model/receipt';
import type { ResolvedComponent } from '../model/resolved-component';
import type { RunContext } from '../model/run-context';
import { sharedLayers } from './layers';
import type { World } from './world';

export interface ClosingRun {
  readonly run: RunContext;
  /** Every component that exists in the environment. */
  readonly wanted: readonly Wanted[];
  /** The same components as they are declared, for the layers that they share. */
  readonly components?: readonly ResolvedComponent[];
}

export interface ClosedRun {
  /** Whether the environment is at its pins, and its functions agree on what they share. */
  readonly complete: boolean;
  /** Why there is no release although everything is at its pin; null: there is one, or not everything is. */
  readonly trouble: CoordinationError | null;
}

/** Ends a run: what it amounts to is recorded and the lock is freed, in one push. No environment is called done while functions that share a layer differ. */
export async function closeRun(closing: ClosingRun, world: World): Promise<ClosedRun> {
  const { environment, under } = closing.run;
  const state = await world.ledger.read(environment);
  const said = closingEntries(closing, state, await world.coordination.head(), world);
  const isRelease = said.some((entry) => entry.type === 'release');
  const trouble = isRelease ? await sharedTrouble(closing, world) : null;
  const entries = trouble === null ? said : [];
  const held = await world.lease.token(environment);
  // A run that died before its last word had the lock; whoever says it now takes it for that.
  const token = held ?? (entries.length > 0 ? await world.lease.take(environment, 'release') : null);
  if (token !== null) {
    const stamped = entries.map((entry) => ({ ...entry, token }));
    await (under === null
      ? close(environment, stamped, token, world)
      : world.ledger.append(environment, stamped, token));
  }
  return { complete: trouble === null && isComplete(closing.wanted, state), trouble };
}

/** A provider that cannot be asked leaves it open whether they agree: that is no release either. */
async function sharedTrouble(
  { run, components = [] }: ClosingRun,
  world: World,
): Promise<CoordinationError | null> {
  try {
    const layers = await sharedLayers(components, components, world);
    const lines = layers.flatMap((layer) => layer.trouble);
    return lines.length === 0
      ? null
      : layersDiffer(run.environment, lines, alignCommand(run.environment, layers));
  } catch (cause) {
    if (!isCoordinationError(cause)) throw cause;
    return cause;
  }
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
