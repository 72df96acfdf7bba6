import { randomBytes } from 'node:crypto';
import { actingVerb, asksRecords, concernedTargets, namedComponents, onlyLooks } from '../decide/concerns';
import { flagsRefusal } from '../decide/guards/flags-refusal';
import { readFlags } from '../decide/read-flags';
import { readInvocation, type Invocation } from '../decide/read-invocation';
import { componentAbsent, environmentClosed } from '../model/errors';
import type { EnvironmentDeclaration } from '../model/manifest';
import { runContextSchema, type RunContext } from '../model/run-context';
import { announceStart } from '../flows/announce';
import { guardAccount } from '../flows/guard-account';
import {
  announceRun,
  currentTime,
  isCacheOff,
  parentRun,
  worldNameOf,
  worldOf,
  type RunningWorld,
} from '../world';
import { componentIn, componentNames, environmentOf, openWorkspace, type Workspace } from '../workspace';
import { openRecords } from './open-records';
import { openRun } from './open-run';
import { presented } from './presented';

interface HookContext {
  readonly workspaceRoot: string;
  readonly argv: readonly string[];
}

/** Refuses what can be refused before any task starts, names the run, takes the lock where there is work, and says where it will act. */
export async function beforeRun(context: HookContext): Promise<void> {
  const invocation = readInvocation(context.argv);
  if (invocation === null) return;
  try {
    await open(context, invocation);
  } catch (error) {
    throw presented(error);
  }
}

async function open({ workspaceRoot, argv }: HookContext, invocation: Invocation): Promise<void> {
  const workspace = await openWorkspace(workspaceRoot);
  const names = componentNames(workspace.manifest);
  const targets = concernedTargets(invocation, names);
  if (targets.length === 0) return;
  const named = namedComponents(invocation, names);
  const flags = readFlags(argv);
  if (asksRecords(targets, flags.feature)) {
    const { configuration } = invocation;
    if (configuration !== null) environmentOf(workspace.manifest, configuration);
    return openRecords({ workspace, run: newRun(configuration ?? '', { flags, named }), targets });
  }
  const place = placeOf(workspace, invocation, targets);
  const refusal = flagsRefusal(flags, {
    environment: place.name,
    declaration: place.environment,
    targets,
    named,
  });
  if (refusal !== null) throw refusal;
  const { closed } = place.environment;
  if (closed !== undefined && !targets.every(onlyLooks)) throw environmentClosed(place.name, closed);
  refuseAbsent(place, named);
  const run = newRun(place.name, { flags, named });
  const world = await worldOf(workspaceRoot, place.name, run);
  try {
    await begin({ place, run, invocation, targets }, world);
  } catch (error) {
    throw world.maskedError(error);
  }
}

interface Beginning {
  readonly place: Place;
  readonly run: RunContext;
  readonly invocation: Invocation;
  readonly targets: readonly string[];
}

async function begin({ place, run, invocation, targets }: Beginning, world: RunningWorld): Promise<void> {
  const { closed } = place.environment;
  announceRun(run);
  if (closed !== undefined || targets.every((target) => target === 'test')) {
    world.output.line(firstLine(place, run, world));
    return;
  }
  await guardAccounts(place, world);
  world.output.line(firstLine(place, run, world));
  const opening = { workspace: place.workspace, run, invocation, targets };
  const isForced = invocation.skipsCache || isCacheOff();
  const opened = await openRun({ ...opening, isForced }, world);
  announceRun({ ...opened, announced: await announced({ place, run: opened, targets }, world) });
}

/** Only a run that acts is told of: it has the lock. */
async function announced(
  { place, run, targets }: Omit<Beginning, 'invocation'>,
  world: RunningWorld,
): Promise<RunContext['announced']> {
  const verb = actingVerb(targets);
  if (place.environment.announce === undefined) return null;
  if (verb !== 'deploy' && verb !== 'rollback') return null;
  if ((await world.lease.token(place.name)) === null) return null;
  return announceStart({ run, manifest: place.workspace.manifest }, verb, world);
}

interface Place {
  readonly workspace: Workspace;
  /** Of the environment. */
  readonly name: string;
  readonly environment: EnvironmentDeclaration;
}

/** A workspace runs `test` of everything without naming an environment; ours then test the first environment's pins. */
function placeOf(workspace: Workspace, invocation: Invocation, targets: readonly string[]): Place {
  const first = Object.keys(workspace.manifest.environments)[0] ?? '';
  const onlyTests = targets.every((target) => target === 'test');
  const name = invocation.configuration ?? (onlyTests ? first : '');
  return { workspace, name, environment: environmentOf(workspace.manifest, name) };
}

function newRun(environment: string, more: Pick<RunContext, 'flags' | 'named'>): RunContext {
  const run = randomBytes(4).toString('hex');
  const begun = { run, environment, world: worldNameOf(), startedAt: currentTime(), under: parentRun() };
  return runContextSchema.parse({ ...begun, ...more });
}

function refuseAbsent({ workspace, name }: Place, named: readonly string[]): void {
  for (const component of named) {
    if (componentIn(workspace.manifest, component, name) === null) throw componentAbsent(component, name);
  }
}

/** One question per region that the environment's components live in. */
async function guardAccounts({ workspace, name, environment }: Place, world: RunningWorld): Promise<void> {
  const { manifest } = workspace;
  const regions = componentNames(manifest).flatMap((each) => componentIn(manifest, each, name)?.region ?? []);
  const places = [...new Set([environment.region, ...regions])].map((region) => ({
    region,
    account: environment.account,
    environment: name,
  }));
  await Promise.all(places.map((place) => guardAccount(place, world)));
}

function firstLine({ name, environment }: Place, run: RunContext, world: RunningWorld): string {
  const database = environment.database === undefined ? '' : ` · database ${environment.database}`;
  return `${name} · ${world.name} · account ${environment.account} · ${environment.region}${database} · run ${run.run} · ledger ${world.ledger.place}`;
}
