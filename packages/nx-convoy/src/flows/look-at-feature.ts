import type { RepoAddress } from '../effects/ports';
import { componentEntries, existsIn, type ComponentEntry } from '../model/component-entry';
import type { Manifest } from '../model/manifest';
import type { Pin } from '../model/pin';
import { defaultBranch, type BranchHead } from './default-branch';
import type { World } from './world';

export interface FeatureQuestion {
  readonly manifest: Manifest;
  readonly environment: string;
  readonly branch: string;
}

/** A feature in one repository that has it. */
export interface FeatureRepo {
  readonly repo: string;
  readonly commit: string;
  /** The branch that it is compared with: the environment's, else the repository's default one. */
  readonly base: string;
  readonly ahead: number;
  readonly behind: number;
  /** Files that merging it into the base would leave in conflict. */
  readonly conflicts: readonly string[];
  /** What each component would be pinned to; null: the feature does not change its tree. */
  readonly components: readonly { readonly component: string; readonly pin: Pin | null }[];
}

export interface Feature {
  readonly repos: readonly FeatureRepo[];
  /** Repositories that have no such branch. */
  readonly without: readonly string[];
}

/** Where a feature is, and what it changes: trees that differ from where it parted from the default branch, so that a stale branch drags nothing back. Reads only. */
export async function lookAtFeature(question: FeatureQuestion, world: World): Promise<Feature> {
  const { manifest, environment } = question;
  const entries = componentEntries(manifest).filter((entry) => existsIn(entry, environment));
  const repos = new Map(entries.map(({ repo, url }) => [repo, { name: repo, url }]));
  const found = await Promise.all(
    [...repos.values()].map((repo) =>
      lookAtRepo(repo, { question, entries: entries.filter((entry) => entry.repo === repo.name) }, world),
    ),
  );
  const has = found.flatMap((each) => each ?? []);
  const names = new Set(has.map(({ repo }) => repo));
  return { repos: has, without: [...repos.keys()].filter((name) => !names.has(name)) };
}

interface Looking {
  readonly question: FeatureQuestion;
  readonly entries: readonly ComponentEntry[];
}

async function lookAtRepo(
  repo: RepoAddress,
  { question, entries }: Looking,
  world: World,
): Promise<FeatureRepo | null> {
  const { branch, manifest, environment } = question;
  const commit = await world.repos.resolve(repo, `refs/heads/${branch}`);
  if (commit === null) return null;
  const main = await defaultBranch(repo, manifest, world);
  const base = (await environmentBranch(repo, manifest.environments[environment]?.branch, world)) ?? main;
  for (const each of [commit, main.commit, base.commit]) await world.repos.ensure(repo, each);
  const { ahead, behind } = await world.merges.compare(repo, commit, base.commit);
  const parted = (await world.merges.compare(repo, commit, main.commit)).base;
  const components = await Promise.all(
    entries.map(async ({ name, declaration }) => {
      const paths = declaration.paths ?? ['.'];
      const tree = await world.repos.tree(repo, commit, paths);
      const before = parted === null ? null : await world.repos.tree(repo, parted, paths);
      return {
        component: name,
        pin: tree === before ? null : { repo: repo.name, ref: branch, commit, tree },
      };
    }),
  );
  const conflicts = await conflictsWith(base, { repo, commit }, world);
  return { repo: repo.name, commit, base: base.name, ahead, behind, conflicts, components };
}

async function environmentBranch(
  repo: RepoAddress,
  name: string | undefined,
  world: World,
): Promise<BranchHead | null> {
  if (name === undefined) return null;
  const commit = await world.repos.resolve(repo, `refs/heads/${name}`);
  return commit === null ? null : { name, commit };
}

async function conflictsWith(
  base: BranchHead,
  { repo, commit }: { repo: RepoAddress; commit: string },
  world: World,
): Promise<readonly string[]> {
  const outcome = await world.merges.merge(repo, {
    head: base.commit,
    source: commit,
    paragraphs: ['a trial merge'],
    author: { name: 'nx-convoy', email: 'nx-convoy@localhost' },
    at: world.clock.now(),
  });
  return outcome.type === 'conflict' ? outcome.files : [];
}
