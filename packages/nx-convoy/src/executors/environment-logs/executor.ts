import type { ExecutorContext } from '@nx/devkit';
import { presentComponents } from '../../decide/present-components';
import { follow, type LogsOptions } from '../follow';
import { underEnvironment } from '../under-environment';

export default function environmentLogsExecutor(
  options: LogsOptions,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  return underEnvironment('logs', {}, context, async ({ name, workspace, world, run }) => {
    const components = presentComponents(workspace.manifest, name);
    const lines = await follow({ components, begun: run.startedAt }, options, world);
    return { document: { environment: name, lines }, note: null };
  });
}
