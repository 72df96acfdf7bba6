import type { Tree } from '@nx/devkit';
import type { FeatureQuestion } from '../../flows/feature-previews';
import { lookAtFeature, type FeatureRepo } from '../../flows/look-at-feature';
import type { World } from '../../flows/world';
import { declaredEnvironment } from '../../model/declared-environment';
import { refUnsafe } from '../../model/errors';
import { refNotFound } from '../../model/generator-errors';
import { refTrouble } from '../../model/git-words';
import type { Manifest } from '../../model/manifest';
import { pinPath } from '../../model/pin';
import { knownPins } from '../known-pins';
import { manifestIn } from '../manifest-in';
import type { OpenWorld } from '../open-world';
import { homePins, type ComponentPin } from './home-pins';
import { previewsToRemove, removePreviews } from './remove-previews';
import type { FeatureOptions } from './schema';

/** Shows a feature, and pins what it changes in an environment; or takes it out again. Answers what is done beside the files: previews that are removed. */
export async function pinFeature(
  tree: Tree,
  options: FeatureOptions,
  open: OpenWorld,
): Promise<() => Promise<void>> {
  const manifest = manifestIn(tree);
  const environment = environmentFor(manifest, options);
  const trouble = refTrouble(options.branch);
  if (trouble !== null) throw refUnsafe(options.branch, trouble);
  const world = await open(tree.root, environment);
  const before = knownPins(tree, manifest, environment);
  const request = { manifest, environment, branch: options.branch };
  const isClosed = options.close === true;
  const previews = isClosed ? await previewsToRemove(request, options, world) : [];
  const pins = isClosed ? await homePins(request, before, world) : await opened(request, world);
  if (isClosed && pins.length === 0 && previews.length === 0)
    throw refNotFound(`no pin of ${environment}`, options.branch);
  const changed = pins.filter(({ component, pin }) => before[component]?.tree !== pin.tree);
  for (const { component, pin } of changed) {
    tree.write(pinPath(component, environment), `${JSON.stringify(pin, null, 2)}\n`);
    const was = before[component]?.commit.slice(0, 7) ?? 'unpinned';
    world.output.line(`${component}  ${environment}: ${was} → ${pin.commit.slice(0, 7)}  ${pin.ref}`);
  }
  for (const line of closing(changed.length, { ...options, environment }, world)) world.output.line(line);
  return () => removePreviews(previews, world);
}

async function opened(request: FeatureQuestion, world: World): Promise<ComponentPin[]> {
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

function closing(
  changed: number,
  { branch, environment, close }: FeatureOptions & { environment: string },
  world: World,
): string[] {
  if (changed === 0)
    return [
      close === true
        ? `nothing to pin: no pin of ${environment} is at ${branch}`
        : `nothing to pin: ${environment} has it already`,
    ];
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
