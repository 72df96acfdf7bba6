import { componentEntries, environmentOf, existsIn } from '../model/component-entry';
import type { Manifest } from '../model/manifest';
import { missingIn } from '../model/manifest/placeholder-rules';

/** What must be filled in before a closed environment can be opened; of an open one nothing, since there it is a load error. */
export function neededToOpen(manifest: Manifest, environment: string): string[] {
  const declaration = environmentOf(manifest, environment);
  if (declaration === null) return [];
  const needed = new Map<string, string[]>();
  for (const entry of componentEntries(manifest)) {
    if (!existsIn(entry, environment)) continue;
    for (const { field } of missingIn(entry, { environment, declaration })) {
      needed.set(field, [...(needed.get(field) ?? []), entry.name]);
    }
  }
  return [...needed].map(([field, components]) => `${field} in repos.json, for ${components.join(', ')}`);
}
