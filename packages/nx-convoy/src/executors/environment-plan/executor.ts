import type { ExecutorContext } from '@nx/devkit';
import { neededToOpen } from '../../decide/needed-to-open';
import { previewDocument } from '../../decide/preview-document';
import { preview } from '../../flows/plan';
import { isCoordinationError } from '../../model/coordination-error';
import type { PreviewDocument } from '../../model/task-note';
import { componentIn, componentNames, dependenciesOf, requirePin } from '../../workspace';
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
    const document = { environment: task.name, world: task.world.name, components: previews };
    return { document, note: { type: 'plan', previews } };
  });
}

/** A closed environment is planned without a call: what is missing to open it. */
function closedPreview(task: EnvironmentTask, closed: string): PreviewDocument[] {
  const missing = neededToOpen(task.workspace.manifest, task.name);
  const why = [`closed: ${closed}`, ...missing.map((what) => `needed to open: ${what}`)];
  return [{ component: task.name, live: null, pin: null, action: 'refused', why, commits: [], steps: [] }];
}

function previewAll(task: EnvironmentTask): Promise<PreviewDocument[]> {
  return Promise.all(componentNames(task.workspace.manifest).map((name) => previewOne(task, name)));
}

async function previewOne(task: EnvironmentTask, name: string): Promise<PreviewDocument> {
  const { workspace, world, run } = task;
  const component = componentIn(workspace.manifest, name, task.name);
  const nothing = { component: name, live: null, pin: null, commits: [], steps: [] };
  if (component === null) return { ...nothing, action: 'absent', why: [`does not exist in ${task.name}`] };
  try {
    const pin = await requirePin(workspace, name, task.name);
    const dependencies = await dependenciesOf(workspace, name, task.name);
    const { facts, plan } = await preview(
      { run: run.run, component, pin, manifest: workspace.manifest, dependencies },
      world,
    );
    return previewDocument(facts, plan);
  } catch (error) {
    if (!isCoordinationError(error)) throw error;
    return { ...nothing, action: 'refused', why: [`${error.code} ${error.message}`, error.remedy] };
  }
}
