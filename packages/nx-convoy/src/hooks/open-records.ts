import { flagsRefusal } from '../decide/guards/flags-refusal';
import { promotionOrder } from '../decide/promotion-order';
import { featureStates } from '../flows/feature-state';
import type { RunContext } from '../model/run-context';
import { announceRun, worldOf, type RunningWorld } from '../world';
import { componentNames, environmentOf, pinOrNull, type Workspace } from '../workspace';

export interface RecordsQuestion {
  readonly workspace: Workspace;
  /** Of the environment that was named, or of none: then the question is about all. */
  readonly run: RunContext;
  readonly targets: readonly string[];
}

/**
 * Begins a run that only pins and ledgers answer: no account is asked and no lock taken. How far a feature has come is found here, once, and the tasks tell their part of
 * it, so that no ledger is read for each component.
 */
export async function openRecords({ workspace, run, targets }: RecordsQuestion): Promise<void> {
  const { manifest } = workspace;
  const all = promotionOrder(manifest);
  const environment = run.environment === '' ? (all[0] ?? '') : run.environment;
  const declaration = environmentOf(manifest, environment);
  const refusal = flagsRefusal(run.flags, { environment, declaration, targets, named: run.named });
  if (refusal !== null) throw refusal;
  const world = await worldOf(workspace.root, run.environment, run);
  announceRun(run);
  const where = run.environment === '' ? all.join(', ') : run.environment;
  world.output.line(`${where} · ${world.name} · run ${run.run} · ledger ${world.ledger.place}`);
  try {
    if (run.flags.feature !== null) await noteFeature(run.flags.feature, { workspace, run, targets }, world);
  } catch (error) {
    throw world.maskedError(error);
  }
}

/** Under this key the tasks find it in the run's journal. */
const FEATURE_NOTE = 'feature';

async function noteFeature(
  branch: string,
  { workspace, run }: RecordsQuestion,
  world: RunningWorld,
): Promise<void> {
  const { manifest } = workspace;
  const environments = run.environment === '' ? promotionOrder(manifest) : [run.environment];
  const components = run.named.length > 0 ? run.named : componentNames(manifest);
  const pins = Object.fromEntries(
    await Promise.all(environments.map(async (name) => [name, await pinsOf(workspace, name)] as const)),
  );
  const document = await featureStates({ manifest, branch, environments, components, pins }, world);
  await world.journal.note(run.run, FEATURE_NOTE, { type: 'feature', document });
}

async function pinsOf(workspace: Workspace, environment: string) {
  const names = componentNames(workspace.manifest);
  const pins = names.map(async (name) => [name, await pinOrNull(workspace, name, environment)] as const);
  return Object.fromEntries(await Promise.all(pins));
}
