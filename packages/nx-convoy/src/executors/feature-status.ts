import type { ExecutorContext } from '@nx/devkit';
import { renderFeatureRow } from '../decide/render-feature';
import type { FeatureDocument } from '../model/feature-document';
import { taskNoteSchema } from '../model/task-note';
import { componentNames } from '../workspace';
import type { EnvironmentOptions } from './under-environment';
import { underEnvironments, type RecordsTask } from './under-environments';

export interface FeatureOptions extends EnvironmentOptions {
  /** The branch; given, the status of a feature is asked for. */
  readonly feature?: string | number;
}

/** Tells a task's part of what the hook before the run has found: a component its own line, the project of all the whole, which the closing hook prints. */
export function featureStatus(
  options: FeatureOptions,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  return underEnvironments('status', options, context, async (task) => {
    const document = await foundBefore(task);
    const name = context.projectName ?? '';
    if (componentNames(task.workspace.manifest).includes(name))
      task.world.output.line(renderFeatureRow(document, name));
    return { document, note: null };
  });
}

async function foundBefore({ world, run }: RecordsTask): Promise<FeatureDocument> {
  const notes = [...(await world.journal.notes(run)).values()].map((note) => taskNoteSchema.parse(note));
  const found = notes.find((note) => note.type === 'feature');
  if (found === undefined) throw new TypeError('the run hook has not looked for the feature');
  return found.document;
}
