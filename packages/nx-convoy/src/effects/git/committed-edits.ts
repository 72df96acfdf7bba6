import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CommittedEdits, EditWish } from '../committed-edits-port';
import { commitOnTop } from './commit-on-top';
import { inScratchFolder } from './in-scratch-folder';
import { Mirrors, type Mirror, type MirrorsOptions } from './mirrors';
import { openGit } from './open-git';
import { treeLines } from './tree-lines';

/** Edits in the same mirrors that `createRepos` reads. */
export function createCommittedEdits(options: MirrorsOptions): CommittedEdits {
  const mirrors = new Mirrors(options);
  return { edit: async (repo, wish) => edited(await mirrors.mirror(repo), wish) };
}

async function edited(mirror: Mirror, wish: EditWish): Promise<string> {
  const { head, files, subject, added = [], removed = [] } = wish;
  const tree = await inScratchFolder(mirror.options.home, async (scratch) => {
    const git = await openGit(mirror.folder, mirror.options, {
      GIT_DIR: mirror.folder,
      GIT_INDEX_FILE: join(scratch, 'index'),
      GIT_WORK_TREE: scratch,
    });
    await git.read('read-tree', head);
    for (const path of removed) await git.read('update-index', '--force-remove', '--', path);
    for (const [index, { path, text }] of [...files, ...added].entries()) {
      const blob = join(scratch, `blob-${index}`);
      await writeFile(blob, text);
      const id = (await git.read('hash-object', '-w', '--no-filters', '--', blob)).trim();
      const mode = index < files.length ? await modeOf(mirror, head, path) : '100644';
      await git.read('update-index', '--add', '--cacheinfo', `${mode},${id},${path}`);
    }
    return (await git.read('write-tree')).trim();
  });
  const before = (await mirror.git.read('rev-parse', `${head}^{tree}`)).trim();
  return tree === before ? head : commitOnTop(mirror, { parent: head, tree, paragraphs: [subject] });
}

/** A file stays executable. */
async function modeOf(mirror: Mirror, head: string, path: string): Promise<string> {
  const [line] = await treeLines(mirror.git, head, [path]);
  if (line === undefined) throw new RangeError(`there is no file ${path} at ${head}`);
  return line.slice(0, line.indexOf(' '));
}
