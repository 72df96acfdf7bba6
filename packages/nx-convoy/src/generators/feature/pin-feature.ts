import type { Tree } from '@nx/devkit';
import { defaultBranch } from '../../flows/default-branch';
import { lookAtFeature, type FeatureRepo } from '../../flows/look-at-feature';
import type { World } from '../../flows/world';
import { componentEntries, existsIn } from '../../model/component-entry';
import { declaredEnvironment } from '../../model/declared-environment';
import { refUnsafe } from '../../model/errors';
import { refNotFound } from '../../model/generator-errors';
import { refTrouble } from '../../model/git-words';
import type { Manifest } from '../../model/manifest';
import { pinPath, type Pin } from '../../model/pin';
import { knownPins } from '../known-pins';
import { manifestIn } from '../manifest-in';
import type { OpenWorld } from '../open-world';
import type { FeatureOptions } from './schema';

/** Shows a feature, and pins what it changes in an environment; or takes it out again. Writes files only. */
export async function pinFeature(tree: Tree, options: FeatureOptions, open: OpenWorld): Promise<void> {
  const manifest = manifestIn(tree);
  const environment = environmentFor(manifest, options);
  const trouble = refTrouble(options.branch);
  if (trouble !== null) throw refUnsafe(options.branch, trouble);
  const world = await open(tree.root, environment);
  const before = knownPins(tree, manifest, environment);
  const request = { manifest, environment, branch: options.branch };
  const pins = options.close === true ? await closed(request, before, world) : await opened(request, world);
  const changed = pins.filter(({ component, pin }) => before[component]?.tree !== pin.tree);
  for (const { component, pin } of changed) {
    tree.write(pinPath(component, environment), `${JSON.stringify(pin, null, 2)}\n`);
    const was = before[component]?.commit.slice(0, 7) ?? 'unpinned';
    world.output.line(`${component}  ${environment}: ${was} → ${pin.commit.slice(0, 7)}  ${pin.ref}`);
  }
  for (const line of closing(changed.length, { ...options, environment }, world)) world.output.line(line);
}

interface Request {
  readonly manifest: Manifest;
  readonly environment: string;
  readonly branch: string;
}

interface Choice {
  readonly component: string;
  readonly pin: Pin;
}

async function opened(request: Request, world: World): Promise<Choice[]> {
  const { repos, without } = await lookAtFeature(request, world);
  if (repos.length === 0) throw refNotFound(without.join(', '), request.branch);
  for (const line of [
    ...repos.flatMap(describe),
    ...without.map((name) => `${name}  has no ${request.branch}`),
  ])
    world.output.line(line);
  return repos.flatMap(({ components }) =>
    components.flatMap(({ component, pin }) => (pin === null ? [] : [{ component, pin }])),
  );
}

function describe({ repo, base, ahead, behind, conflicts, components }: FeatureRepo): string[] {
  const changed = components.filter(({ pin }) => pin !== null).map(({ component }) => component);
  const stands = `${ahead} ahead of ${base}, ${behind} behind`;
  const changes = changed.length === 0 ? 'changes no component' : `changes ${changed.join(', ')}`;
  return [
    `${repo}  ${stands}; ${changes}`,
    ...(conflicts.length === 0 ? [] : [`    conflicts with ${base} in ${conflicts.join(', ')}`]),
  ];
}

/** What is pinned to the feature goes back to where the environment, or else the repository, is at home. */
async function closed(request: Request, before: Record<string, Pin | null>, world: World): Promise<Choice[]> {
  const { manifest, environment, branch } = request;
  const entries = componentEntries(manifest).filter(
    (entry) => existsIn(entry, environment) && before[entry.name]?.ref === branch,
  );
  if (entries.length === 0) throw refNotFound(`no pin of ${environment}`, branch);
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

function closing(
  changed: number,
  { branch, environment, close }: FeatureOptions & { environment: string },
  world: World,
): string[] {
  if (changed === 0) return [`nothing to pin: ${environment} has it already`];
  const base =
    world.name === 'sandbox' ? `refs/convoy/sandbox/base/${environment}` : `refs/convoy/base/${environment}`;
  const subject = close === true ? `${environment} without ${branch}` : `${environment} to ${branch}`;
  return [
    `commit them:  git add components && git commit -m "chore(pins): ${subject}"`,
    `then:  npx nx affected -t deploy --configuration=${environment} --base=${base}`,
  ];
}

/** Features are tried where nothing is promoted into. */
function environmentFor(manifest: Manifest, { environment: value }: FeatureOptions): string {
  const known = Object.keys(manifest.environments);
  const first = known.find((name) => manifest.environments[name]?.promotesFrom === undefined);
  const chosen = value ?? first ?? '';
  declaredEnvironment(manifest, chosen, '--environment');
  return chosen;
}
