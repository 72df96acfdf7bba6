import { componentEntries } from '../model/component-entry';
import type { Manifest } from '../model/manifest';

/** Names of the components that name this one in their `dependsOn`. */
export function directDependents(manifest: Manifest, component: string): string[] {
  return componentEntries(manifest)
    .filter(({ declaration }) => (declaration.dependsOn ?? []).includes(component))
    .map(({ name }) => name);
}

/** All that depend on the component, directly or not. */
export function transitiveDependents(manifest: Manifest, component: string): string[] {
  const found = new Set<string>();
  const open = [component];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const name of directDependents(manifest, next)) {
      if (found.has(name)) continue;
      found.add(name);
      open.push(name);
    }
  }
  return [...found];
}
