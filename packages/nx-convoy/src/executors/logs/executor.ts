import type { ExecutorContext } from '@nx/devkit';
import { follow, type LogsOptions } from '../follow';
import { componentIn } from '../../workspace';
import { underEnvironment } from '../under-environment';

export default function logsExecutor(
  options: LogsOptions,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  return underEnvironment('logs', {}, context, async ({ name, workspace, world, run }) => {
    const component = componentIn(workspace.manifest, context.projectName ?? '', name);
    const components = component === null ? [] : [component];
    const lines = await follow({ components, begun: run.startedAt }, options, world);
    return { document: { environment: name, lines }, note: null };
  });
}
