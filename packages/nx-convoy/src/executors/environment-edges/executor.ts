import type { ExecutorContext } from '@nx/devkit';
import { renderEdges } from '../../decide/render-edges';
import { edgesOf } from '../../flows/edges';
import { pinnedComponents } from '../../pinned-components';
import { underEnvironment, type EnvironmentOptions } from '../under-environment';

export default function environmentEdgesExecutor(
  options: EnvironmentOptions,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  return underEnvironment('edges', options, context, async ({ name, workspace, world }) => {
    const components = await pinnedComponents(workspace, name);
    const document = await edgesOf({ environment: name, manifest: workspace.manifest, components }, world);
    for (const line of renderEdges(document)) world.output.line(line);
    return { document, note: null, success: document.missing.length === 0 };
  });
}
