import { createHash } from 'node:crypto';
import type { Git } from './open-git';
import { treeLines } from './tree-lines';

/** sha256 over the sorted lines of `git ls-tree -r` of the paths at a commit. Written into pins: it must not change. */
export async function treeDigest(git: Git, commit: string, paths: readonly string[]): Promise<string> {
  const lines = await treeLines(git, commit, paths);
  return createHash('sha256').update(lines.join('\n')).digest('hex');
}
