import { sourceUnusable } from '../../model/source-errors';
import type { RepoAddress, SourceCommit } from '../ports';
import { commitOnTop } from './commit-on-top';
import { GitFailure } from './git-failure';
import { hasCommit, type Mirror, type Mirrors } from './mirrors';
import { openCheckout, type Checkout } from './open-checkout';
import { takeWorkingTree } from './take-working-tree';

export interface Source {
  readonly repo: RepoAddress;
  readonly folder: string;
  /** Whether the working tree is wanted, not HEAD. */
  readonly dirty: boolean;
}

/**
 * Brings what a checkout stands at into the mirror, and refuses with CONVOY_SOURCE_UNUSABLE what is no checkout of that repository: one whose history
 * begins with a commit that the remote's branches and tags have. Addresses would prove less: one repository is spelled in many ways (ssh, https, an
 * alias, a person's fork), and nothing keeps a checkout from naming an address whose history it does not have.
 */
export async function sourceCommit({ repo, folder, dirty }: Source, mirrors: Mirrors): Promise<SourceCommit> {
  const mirror = await mirrors.mirror(repo);
  const checkout = await openCheckout(repo.name, folder, mirror.options);
  const refuse = (because: string, cause?: unknown) =>
    sourceUnusable({ repo: repo.name, folder, because, cause });
  if (!(await beginsAsRemote(checkout, mirror))) {
    await mirrors.refresh(repo);
    if (!(await beginsAsRemote(checkout, mirror)))
      throw refuse(`its history begins with no commit of ${repo.name}: it is a checkout of something else`);
  }
  const because = (what: string) => (cause: unknown) => {
    if (!(cause instanceof GitFailure)) throw cause;
    throw refuse(`${what}: ${cause.message}`, cause);
  };
  await bringIn(checkout, mirror).catch(because('its commit cannot be read'));
  const { head } = checkout;
  const { tree, inside } = await takeWorkingTree(checkout, mirror).catch(
    // Whatever git cannot take is not in HEAD.
    dirty ? because('its working tree cannot be taken') : () => ({ tree: null, inside: [] }),
  );
  const committed = (await mirror.git.read('rev-parse', '--verify', `${head}^{tree}`)).trim();
  if (tree === committed) return { commit: head, dirty: false };
  if (!dirty || tree === null) return { commit: head, dirty: true };
  if (inside.length > 0) throw refuse(`a repository inside it is not taken along: ${inside.join(', ')}`);
  const paragraphs = [`Working tree on top of ${head.slice(0, 7)}`, `Convoy-Source: ${head}`];
  return { commit: await commitOnTop(mirror, { parent: head, tree, paragraphs }), dirty: true };
}

/** In a shallow checkout the first commits are those where it was cut off. */
async function beginsAsRemote({ git, head }: Checkout, mirror: Mirror): Promise<boolean> {
  const first = (await git.read('rev-list', '--max-parents=0', head, '--')).split('\n');
  for (const commit of first.filter((line) => line !== '')) {
    if (!(await hasCommit(mirror.git, commit))) continue;
    // To be in the mirror is not enough: an earlier checkout may have brought it.
    if ((await mirror.git.read('for-each-ref', '--count=1', '--contains', commit)) !== '') return true;
  }
  return false;
}

async function bringIn({ top, head }: Checkout, { git }: Mirror): Promise<void> {
  if (await hasCommit(git, head)) return;
  await git.read('fetch', '--no-tags', '--no-write-fetch-head', '--quiet', '--', top, head);
}
