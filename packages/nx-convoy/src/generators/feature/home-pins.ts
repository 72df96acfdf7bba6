import { defaultBranch } from '../../flows/default-branch';
import type { FeatureQuestion } from '../../flows/feature-previews';
import type { World } from '../../flows/world';
import { componentEntries, existsIn } from '../../model/component-entry';
import type { Pin } from '../../model/pin';

export interface ComponentPin {
  readonly component: string;
  readonly pin: Pin;
}

/** What is pinned to the feature goes back to where the environment, or else the repository, is at home. */
export async function homePins(
  request: FeatureQuestion,
  before: Readonly<Record<string, Pin | null>>,
  world: World,
): Promise<ComponentPin[]> {
  const { manifest, environment, branch } = request;
  const entries = componentEntries(manifest).filter(
    (entry) => existsIn(entry, environment) && before[entry.name]?.ref === branch,
  );
  return Promise.all(
    entries.map(async ({ name, repo, url, declaration }) => {
      const address = { name: repo, url };
      const own = manifest.environments[environment]?.branch;
      const commit = own === undefined ? null : await world.repos.resolve(address, `refs/heads/${own}`);
      const home =
        own === undefined || commit === null
          ? await defaultBranch(address, manifest, world)
          : { name: own, commit };
      await world.repos.ensure(address, home.commit);
      const tree = await world.repos.tree(address, home.commit, declaration.paths ?? ['.']);
      return { component: name, pin: { repo, ref: home.name, commit: home.commit, tree } };
    }),
  );
}
