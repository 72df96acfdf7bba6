import type { Git } from './open-git';

/**
 * The lines `<mode> <type> <object>\t<path>` of the paths at a commit, sorted. Paths are literal, `.` is everything, a leading `!` excludes.
 */
export async function treeLines(git: Git, commit: string, paths: readonly string[]): Promise<string[]> {
  const excluded = paths.filter((path) => path.startsWith('!')).map((path) => path.slice(1));
  const included = paths.filter((path) => !path.startsWith('!')).map(withoutSlashes);
  const wanted = included.length === 0 || included.includes('.') ? [] : included;
  const listed = await git.read('ls-tree', '-r', '-z', '--full-tree', commit, '--', ...wanted);
  return listed
    .split('\0')
    .filter((line) => line !== '' && !excluded.some((path) => isUnder(pathOf(line), path)))
    .sort();
}

/** The path of such a line. */
export function pathOf(line: string): string {
  return line.slice(line.indexOf('\t') + 1);
}

/** Whether a file belongs to the paths: below one of them (`.` is everything), and below none with a leading `!`. */
export function isBelow(file: string, paths: readonly string[]): boolean {
  const excluded = paths.filter((path) => path.startsWith('!')).map((path) => path.slice(1));
  const included = paths.filter((path) => !path.startsWith('!'));
  const isWanted =
    included.length === 0 || included.some((path) => withoutSlashes(path) === '.' || isUnder(file, path));
  return isWanted && !excluded.some((path) => isUnder(file, path));
}

function isUnder(file: string, path: string): boolean {
  const folder = withoutSlashes(path);
  return file === folder || file.startsWith(`${folder}/`);
}

/** A path as git lists it. */
export function withoutSlashes(path: string): string {
  return path.replace(/^\.\/+/, '').replace(/\/+$/, '');
}
