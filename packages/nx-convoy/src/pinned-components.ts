import type { PinnedComponent } from './flows/guard-run';
import { componentIn, componentNames, pinOrNull, type Workspace } from './workspace';

/** Every component that exists in the environment, with its pin. */
export function pinnedComponents(workspace: Workspace, environment: string): Promise<PinnedComponent[]> {
  const { manifest } = workspace;
  const present = componentNames(manifest).flatMap((name) => componentIn(manifest, name, environment) ?? []);
  return Promise.all(
    present.map(async (component) => ({
      component,
      pin: await pinOrNull(workspace, component.name, environment),
    })),
  );
}
