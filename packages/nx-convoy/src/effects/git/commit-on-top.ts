import type { Mirror } from './mirrors';
import { openGit } from './open-git';

export interface CommitOnTop {
  readonly parent: string;
  /** Object of the whole tree. */
  readonly tree: string;
  readonly paragraphs: readonly string[];
}

const NAME = 'nx-convoy';
const EMAIL = 'nx-convoy@localhost';

/** Makes a commit that depends on nothing but what it says: the same wish gives the same commit, on whatever machine and whenever. */
export async function commitOnTop(
  mirror: Mirror,
  { parent, tree, paragraphs }: CommitOnTop,
): Promise<string> {
  const seconds = Number(await mirror.git.read('show', '--no-patch', '--format=%ct', parent));
  const date = `@${seconds + 1} +0000`;
  const git = await openGit(mirror.folder, mirror.options, {
    GIT_AUTHOR_NAME: NAME,
    GIT_AUTHOR_EMAIL: EMAIL,
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_NAME: NAME,
    GIT_COMMITTER_EMAIL: EMAIL,
    GIT_COMMITTER_DATE: date,
  });
  const words = paragraphs.flatMap((paragraph) => ['-m', paragraph]);
  // A person's own encoding would be written into the commit.
  const encoding = ['-c', 'i18n.commitEncoding=UTF-8'];
  return (await git.read(...encoding, 'commit-tree', tree, '-p', parent, ...words)).trim();
}
