import type { RepoAddress } from '../effects/ports';
import { componentEntries } from '../model/component-entry';
import { defaultBranch } from './default-branch';
import type { FeatureStateQuestion } from './feature-state';
import type { World } from './world';

/** A feature in one repository, or what is left of it there. */
export interface FoundFeature {
  readonly repo: RepoAddress;
  /** `gone`: merged and deleted, or deleted; only a pin or a merge knows it. */
  readonly branch: 'there' | 'gone' | 'none';
  readonly commit: string | null;
  /** Where it left the default branch; null: that cannot be told (any more), and it may have changed everything. */
  readonly parted: string | null;
}

/** Looks for a branch at the remote; where it is gone, for what still knows it. */
export async function findFeature(
  repo: RepoAddress,
  question: FeatureStateQuestion,
  world: World,
): Promise<FoundFeature> {
  const there = await world.repos.resolve(repo, `refs/heads/${question.branch}`);
  const main = (await defaultBranch(repo, question.manifest, world)).commit;
  await world.repos.ensure(repo, main);
  const commit = there ?? pinnedTo(repo, question) ?? (await merged(repo, main, question, world));
  if (commit === null) return { repo, branch: 'none', commit, parted: null };
  await world.repos.ensure(repo, commit);
  const parted = await world.merges.parted(repo, commit, main);
  return { repo, branch: there === null ? 'gone' : 'there', commit, parted };
}

/** The commit of the branch that is pinned somewhere, the newest first: where work is tried. */
function pinnedTo(
  { name }: RepoAddress,
  { manifest, environments, pins, branch }: FeatureStateQuestion,
): string | null {
  const components = componentEntries(manifest).filter(({ repo }) => repo === name);
  const known = environments.flatMap((environment) =>
    components.flatMap((component) => pins[environment]?.[component.name] ?? []),
  );
  return known.find(({ ref }) => ref === branch)?.commit ?? null;
}

/** What a merge into the branch of an environment, or into the default one, says that it brought. */
async function merged(
  repo: RepoAddress,
  main: string,
  { manifest, environments, branch }: FeatureStateQuestion,
  world: World,
): Promise<string | null> {
  const names = new Set(environments.flatMap((name) => manifest.environments[name]?.branch ?? []));
  const heads = await Promise.all([...names].map((name) => world.repos.resolve(repo, `refs/heads/${name}`)));
  const known = [...new Set([main, ...heads.flatMap((head) => head ?? [])])];
  for (const head of known) await world.repos.ensure(repo, head);
  return world.merges.broughtBy(repo, branch, known);
}
