import type { ExecutorContext } from '@nx/devkit';
import { onlyLooks } from '../decide/concerns';
import { plainReport } from '../decide/receipt-report';
import { isCoordinationError, type CoordinationError } from '../model/coordination-error';
import { environmentClosed } from '../model/errors';
import type { EnvironmentDeclaration } from '../model/manifest';
import type { RunContext } from '../model/run-context';
import type { ComponentReport } from '../model/run-report';
import type { TaskNote } from '../model/task-note';
import type { Order } from '../flows/order';
import { orderFor } from '../order-for';
import { componentIn, environmentOf, openWorkspace, type Workspace } from '../workspace';
import { announcedRun, worldOf, runContextOf, type RunningWorld } from '../world';

/** What a task works with: its order, the world, the run it belongs to. */
export interface Task {
  readonly order: Order;
  readonly world: RunningWorld;
  readonly run: RunContext;
  readonly workspace: Workspace;
}

export interface TaskEnd {
  readonly success: boolean;
  readonly note: TaskNote;
}

/** A task before anything is known of its component in the environment. */
interface OpenTask extends Omit<Task, 'order'> {
  readonly target: string;
  readonly component: string;
  /** Of the environment. */
  readonly name: string;
  readonly environment: EnvironmentDeclaration;
}

/**
 * Runs one component's task under Nx: translates the context, notes the result in the run's journal, and turns a refusal into lines for
 * a person. Decisions are in the flows. Tasks that share a process share its world.
 */
export async function underNx(
  target: string,
  context: ExecutorContext,
  work: (task: Task) => Promise<TaskEnd>,
  shared?: RunningWorld,
): Promise<{ success: boolean }> {
  const task = await openTask(target, context, shared);
  const stopListening = task.world.listen();
  // Prepare and deploy tasks alike show that the run is alive, once per run and interval.
  const stopBeating = task.world.beat(task.name);
  try {
    const end = await performTask(task, work);
    await note(task, end.note);
    return { success: end.success };
  } catch (error) {
    if (!isCoordinationError(error)) throw error;
    await noteRefusal(task, error);
    return { success: false };
  } finally {
    stopBeating();
    stopListening();
  }
}

async function openTask(
  target: string,
  context: ExecutorContext,
  shared: RunningWorld | undefined,
): Promise<OpenTask> {
  const workspace = await openWorkspace(context.root);
  // Tests may run without an environment; the run hook has then chosen one.
  const name = context.configurationName ?? (target === 'test' ? (announcedRun()?.environment ?? '') : '');
  const environment = environmentOf(workspace.manifest, name);
  const run = runContextOf(name);
  const world = shared ?? (await worldOf(context.root, name, run));
  return { target, component: context.projectName ?? '', name, environment, workspace, run, world };
}

async function performTask(task: OpenTask, work: (task: Task) => Promise<TaskEnd>): Promise<TaskEnd> {
  const { target, component, name, environment, workspace, run, world } = task;
  const resolved = componentIn(workspace.manifest, component, name);
  if (resolved === null) {
    const report = plainReport(component, 'absent', `does not exist in ${name}`);
    return { success: true, note: { type: 'work', target, report } };
  }
  if (environment.closed !== undefined && !onlyLooks(target))
    throw environmentClosed(name, environment.closed);
  const order = await orderFor(workspace, resolved, run);
  await note(task, { type: 'work', target, report: begun(order, target, world.clock.now()) });
  return work({ order, world, run, workspace });
}

function note({ world, run, target, component }: OpenTask, value: TaskNote): Promise<void> {
  return world.journal.note(run.run, `${target}-${component}`, value);
}

async function noteRefusal(task: OpenTask, refusal: CoordinationError): Promise<void> {
  const { target, component, world } = task;
  const { code, message, remedy } = refusal;
  // Whoever took the lock over is at work, and what this run has done so far is no longer its to tell.
  const isCut = code === 'CONVOY_LOCK_LOST' && !onlyLooks(target) && target !== 'prepare';
  const outcome = isCut ? 'interrupted' : 'refused';
  const report = plainReport(component, outcome, `${outcome}: ${message.split('\n')[0] ?? ''}`);
  await note(task, { type: 'work', target, report: { ...report, error: { code, message, remedy } } });
  for (const line of [`✘ ${code}   ${message}`, `    ${remedy}`]) world.output.line(line);
}

/** Noted before the work: if the task is killed, this is what the report tells. */
function begun({ component, pin }: Order, target: string, startedAt: string): ComponentReport {
  const outcome = target === 'prepare' ? 'not-started' : 'interrupted';
  const summary = target === 'prepare' ? 'not started' : `interrupted during ${target}`;
  const to = { commit: pin.commit, tree: pin.tree };
  return { ...plainReport(component.name, outcome, summary), startedAt, to };
}
