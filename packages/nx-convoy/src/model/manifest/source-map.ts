import { findNodeAtLocation, type Node } from 'jsonc-parser';
import { problemAt, type Finding, type ManifestPath, type ManifestProblem } from './problem';

/** Finds line and column of what a finding is about. */
export function locate(finding: Finding, text: string, tree: Node): ManifestProblem {
  const node = nodeAt(tree, finding.path, finding.atKey === true);
  return problemAt(positionOf(text, node.offset), finding);
}

/** Line and column of an offset, both from 1. */
export function positionOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return { line, column: offset - (before.lastIndexOf('\n') + 1) + 1 };
}

/** The place itself, or the nearest that exists around it. */
function nodeAt(tree: Node, path: ManifestPath, atKey: boolean): Node {
  const node = findNodeAtLocation(tree, [...path]);
  if (node === undefined) return path.length === 0 ? tree : nodeAt(tree, path.slice(0, -1), false);
  const key = node.parent?.type === 'property' ? node.parent.children?.[0] : undefined;
  return atKey && key !== undefined ? key : node;
}
