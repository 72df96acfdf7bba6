import { join } from 'node:path';
import type { CarryWish } from '../ports';
import { commitOnTop } from './commit-on-top';
import { inPortions } from './in-portions';
import { inScratchFolder } from './in-scratch-folder';
import type { Mirror } from './mirrors';
import { openGit } from './open-git';
import { pathOf, treeLines } from './tree-lines';

/**
 * A commit on top of `head` whose `paths` are those of commit `tree`, made without a working tree; `head` itself where they are so already. All else stays as in
 * `head`, but for a file that stands where the paths need a folder, or the other way round: that gives way.
 */
export async function carryCommit(mirror: Mirror, wish: CarryWish): Promise<string> {
  const { head, paths } = wish;
  const [old, wanted] = await Promise.all([
    treeLines(mirror.git, head, paths),
    treeLines(mirror.git, wish.tree, paths),
  ]);
  const [before, after] = [new Set(old), new Set(wanted)];
  const stays = new Set(wanted.map(pathOf));
  const gone = old.map(pathOf).filter((path) => !stays.has(path));
  const put = wanted.filter((line) => !before.has(line));
  if (old.every((line) => after.has(line)) && put.length === 0) return head;
  const tree = await inScratchFolder(mirror.options.home, (scratch) =>
    changedTree(mirror, { head, gone, put }, scratch),
  );
  const trailers = `Convoy-Carries: ${wish.tree}\nConvoy-Head: ${head}`;
  return commitOnTop(mirror, { parent: head, tree, paragraphs: [wish.subject, trailers] });
}

interface Change {
  readonly head: string;
  readonly gone: readonly string[];
  readonly put: readonly string[];
}

async function changedTree(mirror: Mirror, { head, gone, put }: Change, scratch: string): Promise<string> {
  const git = await openGit(mirror.folder, mirror.options, {
    GIT_DIR: mirror.folder,
    GIT_INDEX_FILE: join(scratch, 'index'),
    // Nothing is read from it, but git wants one before it forgets a file.
    GIT_WORK_TREE: scratch,
  });
  await git.read('read-tree', head);
  for (const portion of inPortions(gone)) await git.read('update-index', '--force-remove', '--', ...portion);
  for (const portion of inPortions(put.map(asEntry))) {
    const words = portion.flatMap((entry) => ['--cacheinfo', entry]);
    await git.read('update-index', '--add', '--replace', ...words);
  }
  return (await git.read('write-tree')).trim();
}

/** `<mode> <type> <object>\t<path>` as `update-index` wants it. */
function asEntry(line: string): string {
  const [mode = '', , id = ''] = line.slice(0, line.indexOf('\t')).split(' ');
  return `${mode},${id},${pathOf(line)}`;
}
