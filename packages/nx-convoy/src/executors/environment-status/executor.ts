import type { ExecutorContext } from '@nx/devkit';
import { statusDocument, type StatusQuestion } from '../../flows/status';
import { componentIn, componentNames, pinOrNull } from '../../workspace';
import { underEnvironment, type EnvironmentOptions, type EnvironmentTask } from '../under-environment';

export default function environmentStatusExecutor(
  options: EnvironmentOptions,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  return underEnvironment('status', options, context, async (task) => {
    const document = await statusDocument(
      { manifest: task.workspace.manifest, environment: task.name },
      await questionsOf(task),
      task.world,
    );
    return { document, note: { type: 'status', document } };
  });
}

async function questionsOf(task: EnvironmentTask): Promise<StatusQuestion[]> {
  const { workspace, name } = task;
  const present = componentNames(workspace.manifest).flatMap(
    (each) => componentIn(workspace.manifest, each, name) ?? [],
  );
  return Promise.all(
    present.map(async (component) => ({ component, pin: await pinOrNull(workspace, component.name, name) })),
  );
}
