import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { refUnsafe, remoteUnreachable } from '../../model/errors';
import { refTrouble } from '../../model/git-words';
import type { PushOutcome } from '../ports';
import type { Tag, TagOwner, Tags, TagWish } from '../tags-port';
import { GitFailure, withoutPasswords } from './git-failure';
import { inScratchFolder } from './in-scratch-folder';
import { Mirrors, type MirrorsOptions } from './mirrors';
import { openGit, type Git, type GitSettings } from './open-git';
import { tagText } from './tag-text';

export interface TagsOptions extends MirrorsOptions {
  /** The repository of the workspace. */
  readonly coordination: {
    readonly root: string;
    readonly settings: GitSettings;
    /** The ledger's remote; null: there is none, and the tags stay in this clone. */
    readonly remote: string | null;
  };
}

/** A repository whose tags are read and made. */
interface Shelf {
  readonly git: Git;
  /** null: the repository itself. */
  readonly address: string | null;
  readonly asked: <T>(question: () => Promise<T>) => Promise<T>;
}

/** What a remote says that has understood and does not want to; anything else means that it was not reached. */
const REJECTED = /\[(remote )?rejected\]/;
const NOTHING = '0'.repeat(40);

/** Tags of the source repositories, made in their mirrors, and of the workspace's own. */
export function createTags(options: TagsOptions): Tags {
  const mirrors = new Mirrors(options);
  const { remote } = options.coordination;
  const shelf = (owner: TagOwner): Promise<Shelf> =>
    owner === null ? ownShelf(options) : mirrorShelf(owner, mirrors);
  return {
    all: async (owner) => all(await shelf(owner)),
    make: async (owner, wish) => make((await shelf(owner)).git, wish, options.home),
    push: async (owner, name, object) => push(await shelf(owner), name, object),
    place: remote === null ? 'this clone' : withoutPasswords(remote),
  };
}

async function mirrorShelf(owner: NonNullable<TagOwner>, mirrors: Mirrors): Promise<Shelf> {
  const git = await mirrors.open(owner);
  return { git, address: mirrors.address(owner), asked: (question) => mirrors.asked(owner, question) };
}

async function ownShelf({ coordination }: TagsOptions): Promise<Shelf> {
  const { root, settings, remote } = coordination;
  const asked: Shelf['asked'] = async (question) => {
    try {
      return await question();
    } catch (cause) {
      if (!(cause instanceof GitFailure)) throw cause;
      throw remoteUnreachable('the repository of the workspace', withoutPasswords(remote ?? root), cause);
    }
  };
  return { git: await openGit(root, settings), address: remote, asked };
}

async function all({ git, address, asked }: Shelf): Promise<Map<string, Tag>> {
  const listed = await asked(() =>
    address === null
      ? git.read('show-ref', '--tags', '--dereference').catch(unlessNone)
      : git.ask('ls-remote', '--tags', '--', address),
  );
  const tags = new Map<string, Tag>();
  for (const line of listed.split('\n')) {
    const { id, name, peeled } =
      /^(?<id>[0-9a-f]+)\s+refs\/tags\/(?<name>.+?)(?<peeled>\^\{\})?$/.exec(line)?.groups ?? {};
    if (id === undefined || name === undefined) continue;
    // The commit that a tag with a message names comes after it.
    tags.set(name, { object: peeled === undefined ? id : (tags.get(name)?.object ?? id), commit: id });
  }
  return tags;
}

/** Where there is none, `show-ref` says nothing and exits with 1. */
function unlessNone(cause: unknown): string {
  if (cause instanceof GitFailure && cause.exitCode === 1) return '';
  throw cause;
}

async function make(git: Git, wish: TagWish, home: string): Promise<string> {
  safe(wish.name);
  return inScratchFolder(home, async (folder) => {
    const file = join(folder, 'tag');
    await writeFile(file, tagText(wish));
    return (await git.read('hash-object', '-t', 'tag', '-w', '--no-filters', '--', file)).trim();
  });
}

async function push({ git, address, asked }: Shelf, name: string, object: string): Promise<PushOutcome> {
  const ref = safe(name);
  if (address === null) return put(git, ref, object);
  const words = ['--progress', `--force-with-lease=${ref}:`, '--', address, `${object}:${ref}`];
  return asked(async () => {
    try {
      await git.ask('push', ...words);
      return { type: 'pushed' };
    } catch (cause) {
      if (!(cause instanceof GitFailure && REJECTED.test(cause.message))) throw cause;
      return { type: 'rejected', message: cause.message };
    }
  });
}

async function put(git: Git, ref: string, object: string): Promise<PushOutcome> {
  const there = await git.read('for-each-ref', '--format=%(objectname)', ref);
  if (there.trim() === object) return { type: 'pushed' };
  try {
    await git.read('update-ref', '--', ref, object, NOTHING);
    return { type: 'pushed' };
  } catch (cause) {
    if (!(cause instanceof GitFailure)) throw cause;
    return { type: 'rejected', message: cause.message };
  }
}

function safe(name: string): string {
  const ref = `refs/tags/${name}`;
  const trouble = refTrouble(ref);
  if (trouble !== null) throw refUnsafe(name, trouble);
  return ref;
}
