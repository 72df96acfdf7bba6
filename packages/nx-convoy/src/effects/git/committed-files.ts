import type { CommittedFile } from '../ports';
import type { Git } from './open-git';

/** `100644 blob <id> <size>\t<path>` of `git ls-tree --long`; links, folders and submodules are no files. */
const FILE = /^100\d{3} blob (?<id>[0-9a-f]+) +(?<size>\d+)\t(?<path>[^]+)$/;

/** Text files directly in a folder at a commit, sorted by path: two calls of git, however many there are. */
export async function committedFiles(git: Git, commit: string, folder: string): Promise<CommittedFile[]> {
  const place = folder.replace(/\/+$/, '');
  const paths = place === '.' || place === '' ? [] : ['--', `${place}/`];
  const listed = await git.read('ls-tree', '--long', '-z', '--full-tree', commit, ...paths);
  return textFiles(git, listed.split('\0'));
}

/** The text files among lines of `git ls-tree --long`, sorted by path. */
export async function textFiles(git: Git, lines: readonly string[]): Promise<CommittedFile[]> {
  const found = lines.flatMap((line) => {
    const groups = FILE.exec(line)?.groups;
    return groups === undefined ? [] : [groups];
  });
  const contents = await git.blobs(found.map(({ id = '' }) => id));
  let offset = 0;
  const files = found.map(({ path = '', size = '0' }) => {
    const content = contents.subarray(offset, offset + Number(size));
    offset += Number(size);
    return { path, content };
  });
  return files
    .filter(({ content }) => !content.includes(0))
    .map(({ path, content }) => ({ path, text: content.toString('utf8') }))
    .sort((left, right) => (left.path < right.path ? -1 : 1));
}
