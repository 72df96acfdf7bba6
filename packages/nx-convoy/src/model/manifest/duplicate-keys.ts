import type { Node } from 'jsonc-parser';
import { problemAt, quoted, type ManifestPath, type ManifestProblem } from './problem';
import { positionOf } from './source-map';

/** Keys that stand twice in one object: JSON would silently keep the last. */
export function duplicateKeys(text: string, tree: Node): ManifestProblem[] {
  return repeatedKeys(tree, []).map(({ key, path }) => {
    const message = `${quoted(key.value)} stands twice here`;
    return problemAt(positionOf(text, key.offset), { path, message, allowed: 'keep one of them' });
  });
}

interface Repeated {
  readonly key: Node;
  readonly path: ManifestPath;
}

function repeatedKeys(node: Node, path: ManifestPath): Repeated[] {
  const seen = new Set<string>();
  return (node.children ?? []).flatMap((child, index) => {
    const [key, value] = child.children ?? [];
    if (node.type !== 'object' || key === undefined) return repeatedKeys(child, [...path, index]);
    const name = String(key.value);
    const here = [...path, name];
    const repeated = seen.has(name) ? [{ key, path: here }] : [];
    seen.add(name);
    return [...repeated, ...(value === undefined ? [] : repeatedKeys(value, here))];
  });
}
