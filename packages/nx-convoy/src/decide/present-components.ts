import { componentEntries } from '../model/component-entry';
import type { Manifest } from '../model/manifest';
import type { ResolvedComponent } from '../model/resolved-component';
import { resolveComponent } from './resolve-component';

/** Every component that exists in the environment, in the order of the manifest. */
export function presentComponents(manifest: Manifest, environment: string): ResolvedComponent[] {
  return componentEntries(manifest).flatMap(({ name }) => {
    const resolution = resolveComponent(manifest, name, environment);
    return resolution.type === 'absent' ? [] : [resolution.component];
  });
}
