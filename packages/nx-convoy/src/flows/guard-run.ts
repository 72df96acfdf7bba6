import { mayHaveWork } from '../decide/may-have-work';
import { judgeHold } from '../decide/guards/hold-refusal';
import { staleCloneRefusal } from '../decide/guards/stale-clone-refusal';
import { windowRefusal } from '../decide/guards/window-refusal';
import type { CoordinationError } from '../model/coordination-error';
import { confirmMissing } from '../model/flag-errors';
import { ledgerAlone } from '../model/guard-errors';
import type { EnvironmentDeclaration, Manifest } from '../model/manifest';
import type { Pin } from '../model/pin';
import type { LedgerState } from '../model/receipt';
import type { ResolvedComponent } from '../model/resolved-component';
import { calendarOf } from './calendar-of';
import { guardAdoption } from './guard-adoption';
import { guardApproval } from './guard-approval';
import { guardBranch } from './guard-branch';
import { guardGate } from './guard-gate';
import type { World } from './world';

export interface PinnedComponent {
  readonly component: ResolvedComponent;
  readonly pin: Pin | null;
}

/** A run before any of its tasks began: what it may touch, and what the ledger says of the environment. */
export interface RunScene {
  readonly environment: string;
  readonly declaration: EnvironmentDeclaration;
  readonly manifest: Manifest;
  readonly state: LedgerState;
  /** What the run may touch. */
  readonly concerned: readonly PinnedComponent[];
  /** Everything that exists in the environment. */
  readonly all: readonly PinnedComponent[];
  /** Pins of the environment that this one is promoted from, by component. */
  readonly earlierPins: Readonly<Record<string, Pin | null>>;
}

/**
 * Refuses a deploy that the manifest, the pins, the ledger or the calendar forbid, before any task starts. Answers why a hold is released
 * by it; null: none is.
 */
export async function guardRun(scene: RunScene, world: World): Promise<string | null> {
  const { environment, declaration, state } = scene;
  const components = scene.concerned.map(({ component }) => component.name);
  await guardApproval({ ...scene, components, confirm: world.flags.confirm }, world);
  refuse(windowRefusal(calendarOf(environment, declaration, world)));
  // What is there already is not held against anybody.
  const working = scene.concerned.filter(
    ({ component, pin }) => pin === null || mayHaveWork({ component, pin }, state),
  );
  const released = working.flatMap(({ component }) => releasedHold(scene, component.name, world) ?? []);
  if (working.length > 0) refuse(await staleClone(scene, world));
  await guardGate(scene, working, world);
  await guardBranches(scene, working, world);
  await guardAdoption(scene, world);
  return released[0] ?? null;
}

/** The same word and the same witnesses for going back and for putting alarms, whatever the pins are and whatever the time: no window or freeze keeps anybody from that. */
export function guardRollback({ environment, declaration }: RunScene, world: World): void {
  if (declaration.protected !== true) return;
  const { confirm } = world.flags;
  if (confirm !== environment) throw confirmMissing(environment, confirm);
  if (!world.ledger.isShared) throw ledgerAlone(environment, 'origin');
}

function refuse(refusal: CoordinationError | null): void {
  if (refusal !== null) throw refusal;
}

/** Where the pins are is known before anything is prepared; each deploy asks again. */
async function guardBranches(
  scene: RunScene,
  working: readonly PinnedComponent[],
  world: World,
): Promise<void> {
  const { manifest, state } = scene;
  await Promise.all(
    working.map(async ({ component, pin }) => {
      const record = state.components[component.name] ?? null;
      if (pin !== null && record?.verified?.tree !== pin.tree)
        await guardBranch({ component, pin, manifest, record }, world);
    }),
  );
}

/** Throws where the hold stands; else why it does not, where there is one. */
function releasedHold(scene: RunScene, component: string, world: World): string | null {
  const { environment, declaration, state, all } = scene;
  const verdict = judgeHold({
    component,
    environment,
    state,
    pins: Object.fromEntries(all.map((each) => [each.component.name, each.pin])),
    allowSource: declaration.allowSource === true,
    promotesFrom: declaration.promotesFrom ?? null,
    releaseHold: world.flags.releaseHold,
  });
  if (verdict.type === 'held') throw verdict.refusal;
  return verdict.type === 'released' ? verdict.why : null;
}

async function staleClone({ environment, state }: RunScene, world: World): Promise<CoordinationError | null> {
  const verified = Object.values(state.components).flatMap((each) => each.verified ?? []);
  const newest = verified.sort((left, right) => left.finishedAt.localeCompare(right.finishedAt)).at(-1);
  const coordinationCommit = newest?.coordinationCommit ?? null;
  const contains = coordinationCommit === null ? null : await world.coordination.contains(coordinationCommit);
  return staleCloneRefusal({ environment, coordinationCommit, contains, reason: world.flags.reason });
}
