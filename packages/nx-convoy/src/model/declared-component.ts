import { componentEntries, componentEntry, type ComponentEntry } from './component-entry';
import { unknownComponent } from './errors';
import type { Manifest } from './manifest';
import { nearest } from './nearest';

/** The component that somebody named; refuses one that is not in the manifest. */
export function declaredComponent(manifest: Manifest, name: string): ComponentEntry {
  const entry = componentEntry(manifest, name);
  if (entry !== null) return entry;
  const known = componentEntries(manifest).map((each) => each.name);
  throw unknownComponent({ value: name, known, didYouMean: nearest(name, known) });
}
