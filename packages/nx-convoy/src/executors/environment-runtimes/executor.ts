import type { ExecutorContext } from '@nx/devkit';
import { isBad, renderRuntimes } from '../../decide/render-runtimes';
import { runtimesOf } from '../../flows/runtimes';
import { pinnedComponents } from '../../pinned-components';
import { underEnvironment, type EnvironmentOptions } from '../under-environment';

export default function environmentRuntimesExecutor(
  options: EnvironmentOptions,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  return underEnvironment('runtimes', options, context, async ({ name, workspace, world }) => {
    const components = await pinnedComponents(workspace, name);
    const question = { environment: name, manifest: workspace.manifest, components };
    const document = await runtimesOf(question, world);
    for (const line of renderRuntimes(document)) world.output.line(line);
    return { document, note: null, success: !isBad(document) };
  });
}
