import { randomBytes } from 'node:crypto';
import { concernedTargets, namedComponents, onlyLooks } from '../decide/concerns';
import { guardRefusal } from '../decide/guard-refusal';
import { readInvocation, type Invocation } from '../decide/read-invocation';
import { componentAbsent, environmentClosed } from '../model/errors';
import type { EnvironmentDeclaration, Manifest } from '../model/manifest';
import type { RunContext } from '../model/run-context';
import { guardAccount } from '../flows/guard-account';
import { announceRun, worldNameOf, worldOf, type RunningWorld } from '../world';
import { componentIn, componentNames, environmentOf, openWorkspace } from '../workspace';
import { presented } from './presented';

interface HookContext {
  readonly workspaceRoot: string;
  readonly argv: readonly string[];
}

/** Refuses what can be refused before any task starts, names the run, and says where it will act. */
export async function beforeRun(context: HookContext): Promise<void> {
  const invocation = readInvocation(context.argv);
  if (invocation === null) return;
  try {
    await open(context.workspaceRoot, invocation);
  } catch (error) {
    throw presented(error);
  }
}

async function open(root: string, invocation: Invocation): Promise<void> {
  const { manifest } = await openWorkspace(root);
  const targets = concernedTargets(invocation, componentNames(manifest));
  if (targets.length === 0) return;
  // A workspace runs `test` of everything without naming an environment; ours then test the first environment's pins.
  const first = Object.keys(manifest.environments)[0] ?? '';
  const onlyTests = targets.every((target) => target === 'test');
  const name = invocation.configuration ?? (onlyTests ? first : '');
  const environment = environmentOf(manifest, name);
  const { closed } = environment;
  if (closed !== undefined && !targets.every(onlyLooks)) throw environmentClosed(name, closed);
  const promise = targets.includes('deploy') ? guardRefusal(name, environment) : null;
  if (promise !== null) throw promise;
  refuseAbsent(manifest, invocation, name);
  const place: Place = { manifest, name, environment };
  const run = newRun(name);
  const world = await worldOf(root, name, run);
  announceRun({ ...run, startedAt: world.clock.now() });
  if (!onlyTests && closed === undefined) await guardAccounts(place, world);
  world.output.line(firstLine(place, run, world));
}

interface Place {
  readonly manifest: Manifest;
  /** Of the environment. */
  readonly name: string;
  readonly environment: EnvironmentDeclaration;
}

function newRun(environment: string): RunContext {
  const run = randomBytes(4).toString('hex');
  return { run, environment, world: worldNameOf(), startedAt: '', flags: {} };
}

function refuseAbsent(manifest: Manifest, invocation: Invocation, environment: string): void {
  for (const component of namedComponents(invocation, componentNames(manifest))) {
    if (componentIn(manifest, component, environment) === null) throw componentAbsent(component, environment);
  }
}

/** One question per region that the environment's components live in. */
async function guardAccounts({ manifest, name, environment }: Place, world: RunningWorld): Promise<void> {
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
