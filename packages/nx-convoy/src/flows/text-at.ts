import type { RepoAddress } from '../effects/ports';
import type { World } from './world';

export interface CommittedPlace {
  readonly repo: RepoAddress;
  readonly commit: string;
  readonly path: string;
}

/** The text of a file at a commit; null: there is no such file. */
export async function textAt({ repo, commit, path }: CommittedPlace, world: World): Promise<string | null> {
  const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '.';
  const files = await world.repos.files(repo, commit, folder);
  return files.find((file) => file.path === path)?.text ?? null;
}
