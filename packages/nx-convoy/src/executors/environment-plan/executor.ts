import type { ExecutorContext } from '@nx/devkit';
import { sayCalendar } from '../../decide/say-calendar';
import { calendarOf } from '../../flows/calendar-of';
import { neededToOpen } from '../../decide/needed-to-open';
import { previewDocument } from '../../decide/preview-document';
import { findRelease } from '../../flows/find-release';
import { preview } from '../../flows/plan';
import { previewRollback } from '../../flows/rollback';
import { isCoordinationError } from '../../model/coordination-error';
import type { LedgerState, Release } from '../../model/receipt';
import type { PreviewDocument } from '../../model/task-note';
import { orderFor } from '../../order-for';
import { componentIn, componentNames } from '../../workspace';
import { backTo } from '../rollback-order';
import { underEnvironment, type EnvironmentOptions, type EnvironmentTask } from '../under-environment';

export default function environmentPlanExecutor(
  options: EnvironmentOptions,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  return underEnvironment('plan', options, context, async (task) => {
    const previews =
      task.environment.closed === undefined
        ? await previewAll(task)
        : closedPreview(task, task.environment.closed);
    const isOpen = task.environment.closed === undefined && !task.run.flags.rollback;
    const calendar = isOpen ? sayCalendar(calendarOf(task.name, task.environment, task.world)) : null;
    const document = { environment: task.name, world: task.world.name, calendar, components: previews };
    return { document, note: { type: 'plan', previews, calendar } };
  });
}

/** A closed environment is planned without a call: what is missing to open it. */
function closedPreview(task: EnvironmentTask, closed: string): PreviewDocument[] {
  const missing = neededToOpen(task.workspace.manifest, task.name);
  const why = [`closed: ${closed}`, ...missing.map((what) => `needed to open: ${what}`)];
  return [{ component: task.name, live: null, pin: null, action: 'refused', why, commits: [], steps: [] }];
}

async function previewAll(task: EnvironmentTask): Promise<PreviewDocument[]> {
  const { world, name, run } = task;
  const state = await world.ledger.read(name);
  const release = run.flags.rollback ? await findRelease(name, state, world) : null;
  return Promise.all(
    componentNames(task.workspace.manifest).map((each) => previewOne(each, { task, state, release })),
  );
}

interface Scene {
  readonly task: EnvironmentTask;
  readonly state: LedgerState;
  /** The release to go back to; null: a deploy is planned. */
  readonly release: Release | null;
}

async function previewOne(name: string, { task, state, release }: Scene): Promise<PreviewDocument> {
  const { workspace, world, run } = task;
  const component = componentIn(workspace.manifest, name, task.name);
  const nothing = { component: name, live: null, pin: null, commits: [], steps: [] };
  if (component === null) return { ...nothing, action: 'absent', why: [`does not exist in ${task.name}`] };
  try {
    const order = await orderFor(workspace, component, run);
    if (release === null) {
      const { facts, plan, warnings } = await preview(order, world);
      return previewDocument(facts, plan, warnings);
    }
    const back = backTo(release, { order, workspace, run });
    if (back === null)
      return { ...nothing, action: 'nothing', why: ['not part of that release: it stays as it is'] };
    const { facts, plan } = await previewRollback(back, state, world);
    return previewDocument(facts, plan);
  } catch (error) {
    if (!isCoordinationError(error)) throw error;
    return { ...nothing, action: 'refused', why: [`${error.code} ${error.message}`, error.remedy] };
  }
}
