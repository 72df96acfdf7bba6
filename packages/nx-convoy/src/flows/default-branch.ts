import type { RepoAddress } from '../effects/ports';
import { refNotFound } from '../model/generator-errors';
import type { Manifest } from '../model/manifest';
import type { World } from './world';

export interface BranchHead {
  readonly name: string;
  readonly commit: string;
}

/** The branch that a repository's work starts from, and its head at the remote. */
export async function defaultBranch(
  repo: RepoAddress,
  manifest: Manifest,
  world: World,
): Promise<BranchHead> {
  const declared = manifest.repos[repo.name]?.defaultBranch;
  const names = declared === undefined ? ['main', 'master'] : [declared];
  for (const name of names) {
    const commit = await world.repos.resolve(repo, `refs/heads/${name}`);
    if (commit !== null) return { name, commit };
  }
  throw refNotFound(repo.name, names.join(' or '));
}
