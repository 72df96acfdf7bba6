import { copyFile, link, mkdir, readdir, readlink, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from './error-code';

const AT_ONCE = 32;
/** Other devices, too many links, file systems without links. */
const NO_LINKS = new Set(['EXDEV', 'EMLINK', 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);

/** Copies a folder by hard links: the same files under another name, in a fraction of the time. Symbolic links are made anew; where files cannot be linked they are copied. */
export async function linkTree(from: string, to: string): Promise<void> {
  const folders: [string, string][] = [[from, to]];
  for (let folder = folders.shift(); folder !== undefined; folder = folders.shift()) {
    const batch = [folder, ...folders.splice(0, AT_ONCE - 1)];
    const found = await Promise.all(batch.map(([source, target]) => linkFolder(source, target)));
    folders.push(...found.flat());
  }
}

/** Links what is directly in the folder; answers the folders in it. */
async function linkFolder(from: string, to: string): Promise<[string, string][]> {
  await mkdir(to, { recursive: true });
  const entries = await readdir(from, { withFileTypes: true });
  const pairs = entries.map((entry) => ({
    entry,
    source: join(from, entry.name),
    target: join(to, entry.name),
  }));
  const files = pairs.filter(({ entry }) => !entry.isDirectory());
  for (let start = 0; start < files.length; start += AT_ONCE) {
    await Promise.all(
      files
        .slice(start, start + AT_ONCE)
        .map(({ entry, source, target }) =>
          entry.isSymbolicLink() ? relink(source, target) : linkOrCopy(source, target),
        ),
    );
  }
  return pairs.filter(({ entry }) => entry.isDirectory()).map(({ source, target }) => [source, target]);
}

async function relink(source: string, target: string): Promise<void> {
  await symlink(await readlink(source), target);
}

async function linkOrCopy(source: string, target: string): Promise<void> {
  try {
    await link(source, target);
  } catch (cause) {
    if (!NO_LINKS.has(errorCode(cause) ?? '')) throw cause;
    await copyFile(source, target);
  }
}
