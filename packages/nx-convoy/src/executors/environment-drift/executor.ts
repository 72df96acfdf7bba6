import type { ExecutorContext } from '@nx/devkit';
import { driftDocument, type DriftQuestion } from '../../flows/drift';
import { isCoordinationError } from '../../model/coordination-error';
import { isDrifted } from '../../model/drift-document';
import { orderFor } from '../../order-for';
import { componentIn, componentNames } from '../../workspace';
import { underEnvironment, type EnvironmentOptions, type EnvironmentTask } from '../under-environment';

export default function environmentDriftExecutor(
  options: EnvironmentOptions,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  return underEnvironment('drift', options, context, async (task) => {
    const document = await driftDocument(
      { manifest: task.workspace.manifest, environment: task.name },
      await questionsOf(task),
      task.world,
    );
    return { document, note: { type: 'drift', document }, success: !isDrifted(document.components) };
  });
}

async function questionsOf({ workspace, name, run }: EnvironmentTask): Promise<DriftQuestion[]> {
  const present = componentNames(workspace.manifest).flatMap(
    (each) => componentIn(workspace.manifest, each, name) ?? [],
  );
  return Promise.all(
    present.map(async (component): Promise<DriftQuestion> => {
      try {
        return { component: component.name, order: await orderFor(workspace, component, run) };
      } catch (cause) {
        if (!isCoordinationError(cause)) throw cause;
        return { component: component.name, order: cause };
      }
    }),
  );
}
