import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../ports';
import { inScratchFolder } from './in-scratch-folder';
import { openGit, type Git, type GitSettings } from './open-git';

export interface CommitPlace extends GitSettings {
  /** The folder `.convoy` of the workspace. */
  readonly home: string;
  /** The git directory that commits are made in. */
  readonly folder: string;
  readonly clock: Clock;
}

export interface NewCommit {
  /** The commit that it follows, files and all; null: it is the first. */
  readonly parent: string | null;
  /** Path and text of the files that it adds or replaces. */
  readonly files: readonly (readonly [path: string, text: string])[];
  readonly message: string;
  /** A person, so that `git log` says it. */
  readonly who: string;
}

/** Makes a commit without a working tree; no ref moves. */
export async function makeCommit(place: CommitPlace, wish: NewCommit): Promise<string> {
  return inScratchFolder(place.home, async (scratch) => {
    const git = await openGit(place.folder, place, {
      GIT_INDEX_FILE: join(scratch, 'index'),
      ...signatureOf(wish.who, place.clock),
    });
    const [additions] = await Promise.all([
      writeBlobs(git, scratch, wish.files),
      wish.parent === null ? null : git.read('read-tree', wish.parent),
    ]);
    await git.read('update-index', '--add', ...additions);
    const tree = (await git.read('write-tree')).trim();
    return commitTree(git, { tree, parent: wish.parent, message: wish.message });
  });
}

/** Makes a commit with the same files as its parent. */
export async function makeEmptyCommit(
  place: CommitPlace,
  wish: { readonly parent: string; readonly message: string; readonly who: string },
): Promise<string> {
  const git = await openGit(place.folder, place, signatureOf(wish.who, place.clock));
  return commitTree(git, { ...wish, tree: `${wish.parent}^{tree}` });
}

async function commitTree(
  git: Git,
  { tree, parent, message }: { tree: string; parent: string | null; message: string },
): Promise<string> {
  const words = parent === null ? [] : ['-p', parent];
  // A person's own encoding would be written into the commit.
  const encoding = ['-c', 'i18n.commitEncoding=UTF-8'];
  return (await git.read(...encoding, 'commit-tree', tree, ...words, '-m', message)).trim();
}

async function writeBlobs(git: Git, scratch: string, files: NewCommit['files']): Promise<string[]> {
  const paths = files.map((_, index) => join(scratch, `${index}.json`));
  await Promise.all(files.map(([, text], index) => writeFile(paths[index] ?? '', text)));
  const ids = (await git.read('hash-object', '-w', '--no-filters', '--', ...paths)).trim().split('\n');
  return files.flatMap(([path], index) => ['--cacheinfo', `100644,${ids[index] ?? ''},${path}`]);
}

/** Never git's own idea of a name, which may be missing, nor of the time. */
function signatureOf(person: string, clock: Clock): Record<string, string> {
  const who = person.replace(/[^\p{L}\p{N}@._ -]/gu, '').trim();
  const email = 'nx-convoy@localhost';
  const date = `@${Math.floor(Date.parse(clock.now()) / 1_000)} +0000`;
  return {
    GIT_AUTHOR_NAME: /[\p{L}\p{N}]/u.test(who) ? who : 'nx-convoy',
    GIT_AUTHOR_EMAIL: email,
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_NAME: 'nx-convoy',
    GIT_COMMITTER_EMAIL: email,
    GIT_COMMITTER_DATE: date,
  };
}
