import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { bareRepository } from './bare-repository';
import { configuredByEnvironment } from './configured-by-environment';
import { GitFailure } from './git-failure';
import { inPortions } from './in-portions';
import { inScratchFolder } from './in-scratch-folder';
import type { Mirror } from './mirrors';
import type { Checkout } from './open-checkout';
import { openGit, type Git, type GitSettings } from './open-git';

export interface TakenTree {
  readonly tree: string;
  /** Repositories inside the checkout: of each, git takes no more than the name of a commit. */
  readonly inside: readonly string[];
}

/** Settings that say how files lie on this disk, and which of them are nobody's business; none of them runs anything. */
const SETTINGS = '^core\\.(excludesfile|filemode|symlinks|ignorecase|precomposeunicode)$';

/** Nobody's configuration: attributes of the checkout may name a filter, and what that runs stands in a configuration. */
const NOBODYS = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_PARAMETERS: '',
  GIT_CONFIG_COUNT: '0',
};

/**
 * The files of the checkout as a tree in the mirror: tracked or not, without those that are ignored. Files that git was told to take for unchanged are.
 * Index and objects of the checkout are not touched: a repository of our own, made for the purpose, has the index, and the objects go to
 * the mirror. So no hook and no filter runs; what a filter would have made of a file (LFS) stays as it lies on the disk.
 */
export async function takeWorkingTree(checkout: Checkout, mirror: Mirror): Promise<TakenTree> {
  return inScratchFolder(mirror.options.home, async (scratch) => {
    const git = await openTaker(checkout, mirror, scratch);
    await git.read('read-tree', checkout.head);
    const { added, removed } = await stagedNames(checkout);
    const unchanged = (await toldUnchanged(checkout.git)).filter((path) => !added.includes(path));
    for (const portion of inPortions(removed))
      await git.read('update-index', '--force-remove', '--', ...portion);
    for (const portion of inPortions(unchanged))
      await git.read('update-index', '--skip-worktree', '--', ...portion);
    await git.read('add', '--all');
    // What is tracked is taken even where it is ignored.
    for (const portion of inPortions(added))
      await git.read('update-index', '--add', '--remove', '--replace', '--', ...portion);
    const tree = (await git.read('write-tree')).trim();
    return { tree, inside: await repositoriesInside(git, tree) };
  });
}

/** git at work in the checkout's files, with a repository and an index of our own, and the mirror's objects. */
async function openTaker({ git, top }: Checkout, mirror: Mirror, scratch: string): Promise<Git> {
  const { options } = mirror;
  const environment = configuredByEnvironment({ ...options.environment, ...NOBODYS }, await harmless(git));
  const settings: GitSettings = { ...options, environment };
  const repository = await bareRepository(join(scratch, 'repository.git'), settings);
  const exclude = (await git.read('rev-parse', '--git-path', 'info/exclude')).replace(/\n$/, '');
  const ignored = await readFile(resolve(top, exclude), 'utf8').catch(() => '');
  await writeFile(join(repository, 'info', 'exclude'), ignored);
  return openGit(top, settings, {
    GIT_DIR: repository,
    GIT_WORK_TREE: top,
    GIT_INDEX_FILE: join(scratch, 'index'),
    GIT_OBJECT_DIRECTORY: join(mirror.folder, 'objects'),
  });
}

async function harmless(git: Git): Promise<(readonly [string, string])[]> {
  const listed = await git
    .read('config', '--null', '--type=path', '--get-regexp', SETTINGS)
    .catch(unlessNothing);
  return listed
    .split('\0')
    .filter((line) => line !== '')
    .map((line) => [line.slice(0, line.indexOf('\n')), line.slice(line.indexOf('\n') + 1)] as const);
}

/** Where nothing is configured git says nothing and exits with 1. */
function unlessNothing(cause: unknown): string {
  if (cause instanceof GitFailure && cause.exitCode === 1) return '';
  throw cause;
}

/** Files that the checkout's index has and HEAD has not, and the other way round. */
async function stagedNames({ git, head }: Checkout): Promise<{ added: string[]; removed: string[] }> {
  const words = ['--cached', '--no-renames', '--name-status', '-z', head, '--'];
  const parts = (await git.read('diff-index', ...words)).split('\0');
  const named = (status: string): string[] =>
    parts.flatMap((part, index) => (index % 2 === 0 && part === status ? (parts[index + 1] ?? []) : []));
  return { added: named('A'), removed: named('D') };
}

/** `ls-files` marks with `S`, or with a small letter, what is not to be looked at: files left out of a sparse checkout, and what somebody said so of. */
async function toldUnchanged(git: Git): Promise<string[]> {
  const listed = (await git.read('ls-files', '-v', '-z')).split('\0');
  return listed.filter((line) => /^[Sa-z] /.test(line)).map((line) => line.slice(2));
}

async function repositoriesInside(git: Git, tree: string): Promise<string[]> {
  const listed = (await git.read('ls-tree', '-r', '-z', '--full-tree', tree)).split('\0');
  return listed
    .filter((line) => line.startsWith('160000 '))
    .map((line) => line.slice(line.indexOf('\t') + 1));
}
