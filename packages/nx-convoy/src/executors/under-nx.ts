import type { ExecutorContext } from '@nx/devkit';
import { plainReport } from '../decide/receipt-report';
import { isCoordinationError } from '../model/coordination-error';
import { environmentClosed } from '../model/errors';
import type { RunContext } from '../model/run-context';
import type { ComponentReport } from '../model/run-report';
import type { TaskNote } from '../model/task-note';
import type { Order } from '../flows/order';
import {
  componentIn,
  dependenciesOf,
  environmentOf,
  openWorkspace,
  requirePin,
  type Workspace,
} from '../workspace';
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

/**
 * Runs one component's task under Nx: translates the context, notes the result in the run's journal, and turns a refusal into lines for
 * a person. Decisions are in the flows.
 */
export async function underNx(
  target: string,
  context: ExecutorContext,
  work: (task: Task) => Promise<TaskEnd>,
): Promise<{ success: boolean }> {
  const component = context.projectName ?? '';
  const workspace = await openWorkspace(context.root);
  const name = context.configurationName ?? (target === 'test' ? (announcedRun()?.environment ?? '') : '');
  const environment = environmentOf(workspace.manifest, name);
  const run = runContextOf(name);
  const world = await worldOf(context.root, name, run);
  const key = `${target}-${component}`;
  const release = world.listen();
  try {
    const resolved = componentIn(workspace.manifest, component, name);
    if (resolved === null) {
      await world.journal.note(run.run, key, {
        type: 'work',
        target,
        report: plainReport(component, 'absent', `does not exist in ${name}`),
      });
      return { success: true };
    }
    // A closed environment is looked at, never touched.
    if (environment.closed !== undefined && target !== 'plan' && target !== 'status')
      throw environmentClosed(name, environment.closed);
    const pin = await requirePin(workspace, component, name);
    const dependencies = await dependenciesOf(workspace, component, name);
    const order: Order = {
      run: run.run,
      component: resolved,
      pin,
      manifest: workspace.manifest,
      dependencies,
    };
    await world.journal.note(run.run, key, {
      type: 'work',
      target,
      report: begun(component, target, pin, world.clock.now()),
    });
    const end = await work({ order, world, run, workspace });
    await world.journal.note(run.run, key, end.note);
    return { success: end.success };
  } catch (error) {
    if (!isCoordinationError(error)) throw error;
    const detail = { code: error.code, message: error.message, remedy: error.remedy };
    await world.journal.note(run.run, key, {
      type: 'work',
      target,
      report: {
        ...plainReport(component, 'refused', `refused: ${error.message.split('\n')[0] ?? ''}`),
        error: detail,
      },
    });
    for (const line of [`✘ ${error.code}   ${error.message}`, `    ${error.remedy}`]) world.output.line(line);
    return { success: false };
  } finally {
    release();
  }
}

/** Noted before the work: if the task is killed, this is what the report tells. */
function begun(
  component: string,
  target: string,
  pin: { commit: string; tree: string },
  startedAt: string,
): ComponentReport {
  const outcome = target === 'prepare' ? 'not-started' : 'interrupted';
  const summary = target === 'prepare' ? 'not started' : `interrupted during ${target}`;
  return {
    ...plainReport(component, outcome, summary),
    startedAt,
    to: { commit: pin.commit, tree: pin.tree },
  };
}
