import { closeRun } from '../../src/flows/close-run';
import { deploy } from '../../src/flows/deploy';
import { prepare } from '../../src/flows/prepare';
import type { World } from '../../src/flows/world';
import { openRun } from '../../src/hooks/open-run';
import type { CoordinationError } from '../../src/model/coordination-error';
import { isCoordinationError } from '../../src/model/coordination-error';
import { runContextSchema, type RunContext } from '../../src/model/run-context';
import { orderFor } from '../../src/order-for';
import { componentIn, componentNames, pinOrNull, type Workspace } from '../../src/workspace';
import type { RunningWorld } from '../../src/world';
import { callsOf } from './killing';

export interface RunEnd {
  readonly outcomes: Record<string, string>;
  /** Code of what was refused for the run as a whole; null: nothing was. */
  readonly refused: string | null;
}

/** What hooks, Nx and executors do for `nx run-many -t deploy --configuration=dev`: everything in its order, independent components side by side. */
export async function runOnce(workspace: Workspace, run: string, world: World): Promise<RunEnd> {
  const outcomes: Record<string, string> = {};
  try {
    const context = await open(workspace, run, world);
    const tasks = new Map<string, Promise<boolean>>();
    const task = (name: string): Promise<boolean> => {
      const scene = { workspace, context, task, outcomes };
      const known = tasks.get(name) ?? callsOf(name, () => perform(name, scene, world));
      tasks.set(name, known);
      return known;
    };
    await Promise.all(componentNames(workspace.manifest).map(task));
    await closeRun({ run: context, wanted: await wantedIn(workspace) }, world);
    return { outcomes, refused: null };
  } catch (cause) {
    return { outcomes, refused: codeOf(cause) };
  }
}

async function open(workspace: Workspace, run: string, world: World): Promise<RunContext> {
  const begun = {
    run,
    environment: 'dev',
    world: 'sandbox',
    startedAt: world.clock.now(),
    flags: world.flags,
  };
  const invocation = {
    command: 'run-many' as const,
    targets: ['deploy'],
    projects: [],
    configuration: 'dev',
    base: null,
    skipsCache: false,
  };
  const context = runContextSchema.parse(begun);
  const opening = { workspace, run: context, invocation, targets: ['deploy'], isForced: false };
  return openRun(opening, world as RunningWorld);
}

interface Scene {
  readonly workspace: Workspace;
  readonly context: RunContext;
  readonly task: (name: string) => Promise<boolean>;
  readonly outcomes: Record<string, string>;
}

/** As Nx does it: `prepare` at once, `deploy` when those of its dependencies ended well. */
async function perform(
  name: string,
  { workspace, context, task, outcomes }: Scene,
  world: World,
): Promise<boolean> {
  const component = componentIn(workspace.manifest, name, 'dev');
  if (component === null) throw new TypeError(`${name} is absent`);
  const order = await orderFor(workspace, component, context);
  const preparing = prepare(order, world);
  const ready = await Promise.all(component.dependsOn.map(task));
  const prepared = await preparing;
  if (prepared.type !== 'prepared' || ready.includes(false)) {
    outcomes[name] = 'not-started';
    return false;
  }
  try {
    const receipt = await deploy(order, world);
    outcomes[name] = receipt.outcome;
    return receipt.verdict === 'passed';
  } catch (cause) {
    outcomes[name] = codeOf(cause);
    return false;
  }
}

function codeOf(cause: unknown): CoordinationError['code'] {
  if (isCoordinationError(cause)) return cause.code;
  throw cause;
}

function wantedIn(workspace: Workspace) {
  return Promise.all(
    componentNames(workspace.manifest).map(async (component) => ({
      component,
      pin: await pinOrNull(workspace, component, 'dev'),
    })),
  );
}
