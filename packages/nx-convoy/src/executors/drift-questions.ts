import type { ExecutorContext } from '@nx/devkit';
import type { Asked, DriftPlace, DriftQuestion } from '../flows/drift';
import { isCoordinationError, type CoordinationError } from '../model/coordination-error';
import { comparedWithItself } from '../model/drift-errors';
import { declaredEnvironment } from '../model/declared-environment';
import { environmentClosed } from '../model/errors';
import type { RunContext } from '../model/run-context';
import type { Order } from '../flows/order';
import { orderFor } from '../order-for';
import { componentIn, type Workspace } from '../workspace';
import { worldOf } from '../world';

export interface DriftOptions {
  /** Another environment to compare with. */
  readonly against?: string;
}

interface Asking {
  readonly workspace: Workspace;
  readonly run: RunContext;
  readonly options: DriftOptions;
}

/** Where drift is looked for: the environment, and the one to compare with as its own world sees it. */
export async function driftPlace(
  { workspace, run, options }: Asking,
  context: ExecutorContext,
): Promise<DriftPlace> {
  const { manifest } = workspace;
  const { environment } = run;
  if (options.against === undefined) return { manifest, environment, other: null };
  const against = knownEnvironment(workspace, environment, options.against);
  const world = await worldOf(context.root, against, elsewhere(run, against));
  return { manifest, environment, other: { environment: against, world } };
}

/** What is asked of one component that exists in the environment. */
export async function driftQuestion(
  component: string,
  { workspace, run, options }: Asking,
): Promise<DriftQuestion> {
  const there =
    options.against === undefined
      ? null
      : await askedOf(component, workspace, elsewhere(run, options.against));
  const here = await askedOf(component, workspace, run);
  if (here === null) throw new RangeError(`${component} does not exist in ${run.environment}`);
  return { component, here, there };
}

async function askedOf(component: string, workspace: Workspace, run: RunContext): Promise<Asked> {
  const resolved = componentIn(workspace.manifest, component, run.environment);
  if (resolved === null) return null;
  return orRefusal(() => orderFor(workspace, resolved, run));
}

async function orRefusal(work: () => Promise<Order>): Promise<Order | CoordinationError> {
  try {
    return await work();
  } catch (cause) {
    if (!isCoordinationError(cause)) throw cause;
    return cause;
  }
}

/** What the run knows of its own environment is nothing that another one has. */
function elsewhere(run: RunContext, environment: string): RunContext {
  return { ...run, environment, ledger: null, source: null };
}

function knownEnvironment({ manifest }: Workspace, environment: string, value: string): string {
  const declaration = declaredEnvironment(manifest, value, '--against');
  if (value === environment) throw comparedWithItself(environment, Object.keys(manifest.environments));
  if (declaration.closed !== undefined) throw environmentClosed(value, declaration.closed);
  return value;
}
