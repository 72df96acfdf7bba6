import { componentEntries, type ComponentEntry } from '../../model/component-entry';
import { declaredComponent } from '../../model/declared-component';
import { hotfixNeedsComponent } from '../../model/hotfix-errors';
import type { Manifest } from '../../model/manifest';
import type { HotfixOptions } from './schema';

/** The component that the hotfix mends; refuses where none is named. */
export function hotfixComponent(manifest: Manifest, options: HotfixOptions): ComponentEntry {
  const { action, component, name } = options;
  if (component !== undefined) return declaredComponent(manifest, component);
  const known = componentEntries(manifest).map((each) => each.name);
  throw hotfixNeedsComponent({ action, name, known });
}
