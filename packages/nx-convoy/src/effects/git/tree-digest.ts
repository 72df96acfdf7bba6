import { createHash } from 'node:crypto';
import type { Git } from './open-git';

/**
 * sha256 over the sorted lines `<mode> <type> <object>\t<path>` of the paths at a commit. Written into pins: it must not change. Paths
 * are literal, `.` is everything, a leading `!` excludes.
 */
export async function treeDigest(git: Git, commit: string, paths: readonly string[]): Promise<string> {
  const excluded = paths.filter((path) => path.startsWith('!')).map((path) => path.slice(1));
  const included = paths.filter((path) => !path.startsWith('!')).map(withoutSlashes);
  const wanted = included.length === 0 || included.includes('.') ? [] : included;
  const listed = await git.read('ls-tree', '-r', '-z', '--full-tree', commit, '--', ...wanted);
  const lines = listed
    .split('\0')
    .filter((line) => line !== '' && !excluded.some((path) => isUnder(pathOf(line), path)));
  return createHash('sha256').update(lines.sort().join('\n')).digest('hex');
}

function pathOf(line: string): string {
  return line.slice(line.indexOf('\t') + 1);
}

function isUnder(file: string, path: string): boolean {
  const folder = withoutSlashes(path);
  return file === folder || file.startsWith(`${folder}/`);
}

function withoutSlashes(path: string): string {
  return path.replace(/^\.\/+/, '').replace(/\/+$/, '');
}
