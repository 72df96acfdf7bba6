import type { ExecutorContext } from '@nx/devkit';
import { flagValues } from '../../flows/flag-values';
import { statusDocument, type StatusQuestion } from '../../flows/status';
import { componentIn, componentNames, pinOrNull } from '../../workspace';
import { featureStatus, type FeatureOptions } from '../feature-status';
import { underEnvironment, type EnvironmentTask } from '../under-environment';

export default function environmentStatusExecutor(
  options: FeatureOptions,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  if (options.feature !== undefined) return featureStatus(options, context);
  return underEnvironment('status', options, context, async (task) => {
    const { world, name } = task;
    const { manifest } = task.workspace;
    const [components, flags] = await Promise.all([
      questionsOf(task).then((questions) =>
        statusDocument({ manifest, environment: name }, questions, world),
      ),
      flagValues(manifest, name, world),
    ]);
    const document = { ...components, flags };
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
