import type { Tree } from '@nx/devkit';
import { newMigration, renumberedMigration, type MigrationFiles } from '../../decide/new-migration';
import type { RepoAddress } from '../../effects/ports';
import { defaultBranch } from '../../flows/default-branch';
import type { World } from '../../flows/world';
import { componentEntries, type ComponentEntry } from '../../model/component-entry';
import { refUnsafe, unknownComponent } from '../../model/errors';
import { refTrouble } from '../../model/git-words';
import type { Manifest } from '../../model/manifest';
import { migrationNotFound, migrationRejected, migrationsUndeclared } from '../../model/migration-errors';
import { nearest } from '../../model/nearest';
import { knownPins } from '../known-pins';
import { manifestIn } from '../manifest-in';
import type { OpenWorld } from '../open-world';
import type { MigrationOptions } from './schema';

/** Shows the files of a new migration, and answers how to push them: on a branch of the repository that owns them, without a checkout. */
export async function writeMigration(
  tree: Tree,
  options: MigrationOptions,
  open: OpenWorld,
): Promise<() => Promise<void>> {
  const manifest = manifestIn(tree);
  const { entry, folder } = ownerOf(manifest, options.component);
  const branch = options.feature ?? `feature/${options.name}`;
  const trouble = refTrouble(branch);
  if (trouble !== null) throw refUnsafe(branch, trouble);
  const world = await open(tree.root, Object.keys(manifest.environments)[0] ?? '');
  const repo = { name: entry.repo, url: entry.url };
  const expected = await world.repos.resolve(repo, `refs/heads/${branch}`);
  const head = expected ?? (await defaultBranch(repo, manifest, world)).commit;
  const pinned = Object.keys(manifest.environments).flatMap(
    (environment) => knownPins(tree, manifest, environment)[entry.name]?.commit ?? [],
  );
  const known = await pathsOn([head, ...pinned], { repo, folder, manifest }, world);
  const files = await filesOf(options, { repo, head, folder, known, branch }, world);
  for (const path of files.removed) world.output.line(`${repo.name} ${branch}  − ${path}`);
  for (const { path } of files.added) world.output.line(`${repo.name} ${branch}  + ${path}`);
  return () => push({ repo, branch, expected, head, files, entry }, world);
}

function ownerOf(manifest: Manifest, wanted: string | undefined): { entry: ComponentEntry; folder: string } {
  const owners = componentEntries(manifest).flatMap((entry) => {
    const folder = entry.declaration.migrations?.folder;
    return folder === undefined ? [] : [{ entry, folder }];
  });
  const known = owners.map(({ entry }) => entry.name);
  const found = wanted === undefined ? owners : owners.filter(({ entry }) => entry.name === wanted);
  if (wanted !== undefined && found.length === 0)
    throw unknownComponent({ value: wanted, known, didYouMean: nearest(wanted, known) });
  const [owner, another] = found;
  if (owner === undefined || another !== undefined) throw migrationsUndeclared(known);
  return owner;
}

interface Looking {
  readonly repo: RepoAddress;
  readonly folder: string;
  readonly manifest: Manifest;
}

/** What has a number anywhere: on the branches that environments use, at their pins, and on the branch itself. */
async function pathsOn(
  commits: readonly string[],
  { repo, folder, manifest }: Looking,
  world: World,
): Promise<string[]> {
  const branches = Object.values(manifest.environments).flatMap(({ branch }) => branch ?? []);
  const heads = await Promise.all(
    [...new Set(branches)].map((branch) => world.repos.resolve(repo, `refs/heads/${branch}`)),
  );
  const main = (await defaultBranch(repo, manifest, world)).commit;
  const all = new Set([...commits, main, ...heads.flatMap((commit) => commit ?? [])]);
  const found = await Promise.all(
    [...all].map(async (commit) => {
      await world.repos.ensure(repo, commit);
      return world.repos.files(repo, commit, folder);
    }),
  );
  return [...new Set(found.flat().map(({ path }) => path))];
}

interface Writing {
  readonly repo: RepoAddress;
  readonly head: string;
  readonly folder: string;
  readonly known: readonly string[];
  readonly branch: string;
}

async function filesOf(
  { name, renumber }: MigrationOptions,
  { repo, head, folder, known, branch }: Writing,
  world: World,
): Promise<MigrationFiles> {
  if (renumber === undefined) return newMigration({ folder, name, known });
  const files = await world.repos.files(repo, head, folder);
  const found = renumberedMigration({ folder, name, known, from: renumber, files });
  if (found === null) throw migrationNotFound(name, renumber, branch);
  return found;
}

interface Pushing {
  readonly repo: RepoAddress;
  readonly branch: string;
  readonly expected: string | null;
  readonly head: string;
  readonly files: MigrationFiles;
  readonly entry: ComponentEntry;
}

async function push(pushing: Pushing, world: World): Promise<void> {
  const { repo, branch, expected, head, files, entry } = pushing;
  const [first] = files.added;
  const name = first?.path.slice(first.path.lastIndexOf('/') + 1) ?? '';
  const { added, removed } = files;
  const subject =
    removed.length === 0 ? `feat: migration ${name}` : `fix: migration ${name} has another number`;
  const commit = await world.edits.edit(repo, { head, files: [], added, removed, subject });
  const pushed = await world.repos.push(repo, { branch, expected, to: commit });
  if (pushed.type === 'rejected') throw migrationRejected(repo.name, branch, pushed.message);
  world.output.line(`${repo.name}  branch ${branch} is at ${commit.slice(0, 7)}`);
  world.output.line(
    `write it:  in a checkout of ${repo.name}:  git fetch && git switch ${branch}  … commit, push`,
  );
  world.output.line(
    `then:  npx nx g nx-convoy:pin --environment=<environment> --component=${entry.name} --ref=${branch}`,
  );
}
