import type { Tree } from '@nx/devkit';
import { componentEntries } from '../model/component-entry';
import type { Manifest } from '../model/manifest';
import { pinPath, type Pin } from '../model/pin';
import { parsePin } from '../model/read-pin';

/** The pins of an environment as the workspace has them; null: a component has none. */
export function knownPins(tree: Tree, manifest: Manifest, environment: string): Record<string, Pin | null> {
  return Object.fromEntries(
    componentEntries(manifest).map(({ name, repo }) => {
      const path = pinPath(name, environment);
      const text = tree.read(path, 'utf8');
      return [name, text === null ? null : parsePin(text, { path, component: name, environment, repo })];
    }),
  );
}
