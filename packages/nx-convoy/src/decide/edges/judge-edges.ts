import { componentEntries } from '../../model/component-entry';
import type { EdgesDocument, Reference } from '../../model/edges-document';
import type { Manifest } from '../../model/manifest';

/** References that no edge stands for, and edges that no reference stands for. What comes before by way of another component is known, too. */
export function judgeEdges(
  manifest: Manifest,
  references: readonly Reference[],
): Pick<EdgesDocument, 'missing' | 'unreferenced'> {
  const edges = new Map(
    componentEntries(manifest).map(({ name, declaration }) => [name, declaration.dependsOn ?? []]),
  );
  const missing = references.filter(({ component, to }) => !before(component, edges).has(to));
  const unreferenced = [...edges].flatMap(([component, dependencies]) =>
    dependencies
      .filter((name) => !references.some((each) => each.component === component && each.to === name))
      .map((dependsOn) => ({ component, dependsOn })),
  );
  return { missing, unreferenced };
}

function before(
  component: string,
  edges: ReadonlyMap<string, readonly string[]>,
  found = new Set<string>(),
): Set<string> {
  for (const name of edges.get(component) ?? []) {
    if (found.has(name)) continue;
    found.add(name);
    before(name, edges, found);
  }
  return found;
}
