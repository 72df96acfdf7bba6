import { actingVerb } from '../decide/concerns';
import { transitiveDependents } from '../decide/dependents-of';
import { baseRefusal } from '../decide/guards/base-refusal';
import { mayHaveWork } from '../decide/may-have-work';
import type { Invocation } from '../decide/read-invocation';
import { isReleaseMissing } from '../decide/set-of';
import { deliverLate } from '../flows/deliver-late';
import { findRelease } from '../flows/find-release';
import { guardRollback, guardRun, type PinnedComponent, type RunScene } from '../flows/guard-run';
import { notices } from '../flows/notices';
import { mayReplay, verificationKeys, type VerifyingRun } from '../flows/verification-keys';
import type { LedgerState } from '../model/receipt';
import type { RunContext } from '../model/run-context';
import type { RunningWorld } from '../world';
import {
  componentIn,
  componentNames,
  dependenciesOf,
  environmentOf,
  pinOrNull,
  type Workspace,
} from '../workspace';
import { sourceOf } from './source-of';

export interface OpeningRun {
  readonly workspace: Workspace;
  readonly run: RunContext;
  readonly invocation: Invocation;
  /** Ours, of those that were asked for. */
  readonly targets: readonly string[];
  /** Whether Nx may replay nothing: a person wants to see it checked. */
  readonly isForced: boolean;
}
type Verb = NonNullable<ReturnType<typeof actingVerb>>;

/** Reads the ledger once, refuses what it, the pins and the flags forbid, and takes the lock where there is work to do. Answers what the tasks need to know. */
export async function openRun(opening: OpeningRun, world: RunningWorld): Promise<RunContext> {
  const { run, targets, workspace, invocation } = opening;
  const { environment } = run;
  await guardBase(invocation, environment, world);
  const verb = actingVerb(targets);
  const state = await world.ledger.refresh(environment);
  for (const line of await notices(workspace.manifest, state, world)) world.output.line(line);
  const source = await sourceOf(opening, world);
  const head = (): Promise<string | null> => world.ledger.head(environment);
  if (verb === null) return { ...run, ledger: await head(), source };
  const scene = await sceneOf({ ...opening, verb }, state);
  const release = verb === 'rollback' ? await findRelease(environment, state, world) : null;
  if (verb === 'rollback' || verb === 'alarms') guardRollback(scene, world);
  const released = verb === 'deploy' ? await guardRun(scene, world) : null;
  const verifying = verifyingRun({ ...opening, isForced: isForced(opening) || source !== null }, scene);
  const isCertain = verb === 'rollback' || source !== null || released !== null;
  if (isCertain || isWork({ verb, scene, verifying }, world))
    await takeLock({ scene, verb, released }, run, world);
  const series = targets.includes('verify') ? await announce(verifying, world) : {};
  return { ...run, ledger: await head(), target: release?.run ?? null, source, series };
}

/** What this run deploys or rolls back is looked at afterwards, whatever passed before. */
function isForced({ isForced: wished, targets }: OpeningRun): boolean {
  return wished || targets.some((target) => target !== 'verify' && actingVerb([target]) !== null);
}

function verifyingRun(
  { run, isForced: forced, workspace: { manifest } }: OpeningRun,
  { concerned, state }: RunScene,
): VerifyingRun {
  return { run: run.run, components: concerned, manifest, state, isForced: forced };
}

interface Asked {
  readonly verb: Verb;
  readonly scene: RunScene;
  readonly verifying: VerifyingRun;
}

/** Whether the lock is needed for certain; where only its task can tell, it takes it then. */
function isWork({ verb, scene, verifying }: Asked, world: RunningWorld): boolean {
  if (verb === 'alarms') return false;
  return verb === 'deploy' ? needsLock(scene) : mustVerify(verifying, world);
}

/** Whether something is verified for certain, which needs the lock; what is replayed needs none. */
function mustVerify(verifying: VerifyingRun, world: RunningWorld): boolean {
  return verifying.components.some((each) => !mayReplay(each, verifying, world));
}

async function announce(verifying: VerifyingRun, world: RunningWorld): Promise<RunContext['series']> {
  const keys = await verificationKeys(verifying, world);
  for (const { component, key } of keys) world.announceLive(component, key);
  return Object.fromEntries(keys.map(({ component, series }) => [component, series]));
}

/** A base that nobody knows would make everything look untouched. */
async function guardBase(invocation: Invocation, environment: string, world: RunningWorld): Promise<void> {
  if (invocation.command !== 'affected') return;
  const { base } = invocation;
  const exists = base === null || (await world.knowsRevision(base));
  const refusal = baseRefusal({ environment, base, exists });
  if (refusal !== null) throw refusal;
}

interface Taking {
  readonly scene: RunScene;
  readonly verb: Verb;
  /** Why a hold ends with this run; null: none does. */
  readonly released: string | null;
}

/** What was read before the lock was ours may be old by then: it is judged again where it is. */
async function takeLock(
  { scene, verb, released }: Taking,
  run: RunContext,
  world: RunningWorld,
): Promise<void> {
  const { environment } = scene;
  const before = await world.ledger.head(environment);
  const token = await world.lease.take(environment, verb);
  try {
    await deliverLate(environment, token, world);
    const state = await world.ledger.refresh(environment);
    const isOther = (await world.ledger.head(environment)) !== before;
    const reason = verb === 'deploy' && isOther ? await guardRun({ ...scene, state }, world) : released;
    if (reason !== null) await releaseHold({ environment, run: run.run, token, reason }, world);
  } catch (cause) {
    // Nothing has begun: nobody has to wait for this run.
    if (run.under === null) await world.ledger.close(environment, [], token).catch(() => undefined);
    throw cause;
  }
}

interface Releasing {
  readonly environment: string;
  readonly run: string;
  readonly token: string;
  readonly reason: string;
}

async function releaseHold(
  { environment, run, token, reason }: Releasing,
  world: RunningWorld,
): Promise<void> {
  const said = world.flags.reason === null ? reason : `${reason}: ${world.flags.reason}`;
  world.output.line(`${environment}: ${said}`);
  const head = { version: 1 as const, world: world.name, environment, run, who: world.who, token };
  const what = { kind: 'hold-released' as const, reason: said };
  await world.ledger.append(
    environment,
    [{ ...head, type: 'occurrence', startedAt: world.clock.now(), what }],
    token,
  );
}

async function sceneOf(opening: OpeningRun & { readonly verb: Verb }, state: LedgerState): Promise<RunScene> {
  const { workspace, run } = opening;
  const { environment } = run;
  const { manifest } = workspace;
  const declaration = environmentOf(manifest, environment);
  const names = componentNames(manifest);
  const from = declaration.promotesFrom;
  const [all, concerned, earlier] = await Promise.all([
    pinned(names, opening),
    concernedComponents(opening),
    Promise.all(
      names.map(
        async (name) => [name, from === undefined ? null : await pinOrNull(workspace, name, from)] as const,
      ),
    ),
  ]);
  return {
    environment,
    declaration,
    manifest,
    state,
    all,
    concerned,
    earlierPins: Object.fromEntries(earlier),
  };
}

/** What the run may touch: what was named, with what it takes along; everything where nothing was named, or a pattern or `affected` decides. */
async function concernedComponents(
  opening: OpeningRun & { readonly verb: Verb },
): Promise<PinnedComponent[]> {
  const { workspace, run, invocation, verb } = opening;
  const { manifest } = workspace;
  const isExact = invocation.command === 'run' && run.named.length === invocation.projects.length;
  const along = await Promise.all(run.named.map((name) => takenAlong(name, verb, opening)));
  const names = isExact && run.named.length > 0 ? [...run.named, ...along.flat()] : componentNames(manifest);
  return pinned([...new Set(names)], opening);
}

async function takenAlong(name: string, verb: Verb, { workspace, run }: OpeningRun): Promise<string[]> {
  if (verb === 'verify' || verb === 'alarms') return [];
  if (verb === 'rollback') return transitiveDependents(workspace.manifest, name);
  return (await dependenciesOf(workspace, name, run.environment)).map((each) => each.name);
}

function pinned(names: readonly string[], { workspace, run }: OpeningRun): Promise<PinnedComponent[]> {
  const present = names.flatMap((name) => componentIn(workspace.manifest, name, run.environment) ?? []);
  return Promise.all(
    present.map(async (component) => ({
      component,
      pin: await pinOrNull(workspace, component.name, run.environment),
    })),
  );
}

/** Whether the ledger tells that there is work, or that the last word of an earlier run is missing. */
function needsLock({ concerned, all, state }: RunScene): boolean {
  const isWork = concerned.some(
    ({ component, pin }) => pin !== null && mayHaveWork({ component, pin }, state),
  );
  return (
    isWork ||
    isReleaseMissing(
      all.map(({ component, pin }) => ({ component: component.name, pin })),
      state,
    )
  );
}
