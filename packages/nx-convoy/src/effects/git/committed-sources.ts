import type { CommittedFile, SourceWish } from '../ports';
import { textFiles } from './committed-files';
import type { Git } from './open-git';
import { isBelow } from './tree-lines';

/** Text files below the paths whose name is wanted: two calls of git, however many there are. */
export async function committedSources(
  git: Git,
  commit: string,
  { paths, ends }: SourceWish,
): Promise<CommittedFile[]> {
  const listed = await git.read('ls-tree', '-r', '--long', '-z', '--full-tree', commit);
  const lines = listed.split('\0').filter((line) => {
    const path = line.slice(line.indexOf('\t') + 1);
    return ends.some((end) => `/${path}`.endsWith(end)) && isBelow(path, paths);
  });
  return textFiles(git, lines);
}
