import { backTo } from '../../src/executors/rollback-order';
import { closeRun } from '../../src/flows/close-run';
import { deploy } from '../../src/flows/deploy';
import { rollback, type RollbackOrder } from '../../src/flows/rollback';
import type { Manifest } from '../../src/model/manifest';
import type { Receipt } from '../../src/model/receipt';
import type { ResolvedComponent } from '../../src/model/resolved-component';
import { runContextSchema, type RunContext } from '../../src/model/run-context';
import { FakeWorld, order } from './fake-world';
import { manifest as usualManifest, NOON, pin } from './values';

// A component that was released at commit `a` and deployed again at `b`, by the flows themselves, and the order to take it back.

export function runContext(change: Partial<RunContext> = {}): RunContext {
  const usual = { run: 'run-9', environment: 'dev', world: 'sandbox', startedAt: NOON, flags: {} };
  return { ...runContextSchema.parse(usual), ...change };
}

/** The manifest with other words about `dev`. */
export function manifestWith(change: Partial<Manifest['environments'][string]>): Manifest {
  const { environments, repos } = usualManifest();
  return { repos, environments: { ...environments, dev: { ...environments['dev']!, ...change } } };
}

export interface Actors {
  readonly world: FakeWorld;
  readonly component: ResolvedComponent;
  readonly manifest?: Manifest;
}

/** Deploys the component at a letter in a run of its own, and closes that run. */
export async function deployed(
  { world, component, manifest }: Actors,
  letter: string,
  run = `run-${letter}`,
): Promise<Receipt> {
  world.time.advance(60_000);
  await world.makePrepared(component.name, letter);
  const asked = { run, component, pin: pin(letter), manifest: manifest ?? usualManifest() };
  const receipt = await deploy(order(asked), world);
  await closed({ world, component }, { run }, letter);
  return receipt;
}

/** Ends a run of which the component is everything that exists. */
export async function closed(
  { world, component }: Actors,
  run: Partial<RunContext>,
  letter: string,
): Promise<boolean> {
  const wanted = [{ component: component.name, pin: pin(letter) }];
  return (await closeRun({ run: runContext(run), wanted }, world)).complete;
}

/** The order to go back to a release, while `b` is pinned. */
export async function orderBack(
  { world, component, manifest = usualManifest() }: Actors,
  { to = 'run-a', run = 'run-5' } = {},
): Promise<RollbackOrder> {
  const release = await world.receipts.release('dev', to);
  if (release === null) throw new TypeError(`there is no release ${to}`);
  const asked = order({ run, component, pin: pin('b'), manifest });
  const back = backTo(release, { order: asked, workspace: { root: '', manifest }, run: runContext({ run }) });
  if (back === null) throw new TypeError(`${component.name} is not part of release ${to}`);
  return back;
}

export async function wentBack(actors: Actors, how: { to?: string; run?: string } = {}): Promise<Receipt> {
  actors.world.time.advance(60_000);
  return rollback(await orderBack(actors, how), actors.world);
}
