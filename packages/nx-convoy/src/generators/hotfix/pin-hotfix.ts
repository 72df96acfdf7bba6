import type { Tree } from '@nx/devkit';
import { confirmWord } from '../../decide/confirm-word';
import { hotfixBranch } from '../../decide/hotfix-branch';
import { makeMove } from '../../flows/landing-move';
import { planHotfixPin, type HotfixPin } from '../../flows/plan-hotfix-pin';
import type { World } from '../../flows/world';
import { existsIn, type ComponentEntry } from '../../model/component-entry';
import { componentAbsent, refUnsafe } from '../../model/errors';
import { refTrouble } from '../../model/git-words';
import { hotfixNeedsEnvironment, hotfixRefused } from '../../model/hotfix-errors';
import type { Manifest } from '../../model/manifest';
import { openEnvironment } from '../../model/open-environment';
import { unreachable } from '../../model/unreachable';
import { knownPins } from '../known-pins';
import { writeLandedPins } from '../landed-pins';
import { manifestIn } from '../manifest-in';
import type { OpenActingWorld } from '../open-world';
import { hotfixComponent } from './hotfix-component';
import type { HotfixOptions } from './schema';

/** Pins an environment on the way to production to a hotfix. A push before it is repeated by the same command, so that a kill anywhere loses nothing. */
export async function pinHotfix(
  tree: Tree,
  options: HotfixOptions,
  open: OpenActingWorld,
): Promise<() => Promise<void>> {
  const manifest = manifestIn(tree);
  const { name } = options;
  const { entry, environment } = placeOf(manifest, options);
  const { world, run } = await open(tree.root, environment);
  const planned = await planHotfixPin({ entry, name, environment, id: run }, world);
  const about = { manifest, name, component: entry.name, environment };
  for (const line of said(planned, about)) world.output.line(line);
  if (planned.type === 'refused')
    throw hotfixRefused({ name, lines: [planned.why], again: commandOf(about) });
  if (planned.type === 'there') return () => Promise.resolve();
  const { pin, move } = planned;
  const before = knownPins(tree, manifest, environment)[entry.name] ?? null;
  return async () => {
    const made = move === null ? null : await makeMove(move, world);
    if (made !== null && made.type !== 'made')
      throw hotfixRefused({ name, lines: [made.because], again: commandOf(about) });
    await writeLandedPins(tree.root, [{ component: entry.name, environment, before, pin }], world);
    tellNext(about, world);
  };
}

function placeOf(
  manifest: Manifest,
  options: HotfixOptions,
): { readonly entry: ComponentEntry; readonly environment: string } {
  const { name, environment } = options;
  const trouble = refTrouble(hotfixBranch(name));
  if (trouble !== null) throw refUnsafe(hotfixBranch(name), trouble);
  const entry = hotfixComponent(manifest, options);
  if (environment === undefined)
    throw hotfixNeedsEnvironment({ name, component: entry.name, known: Object.keys(manifest.environments) });
  openEnvironment(manifest, environment, '--environment');
  if (!existsIn(entry, environment)) throw componentAbsent(entry.name, environment);
  return { entry, environment };
}

interface About {
  readonly manifest: Manifest;
  readonly name: string;
  readonly component: string;
  readonly environment: string;
}

function commandOf({ name, component, environment }: About): string {
  return `npx nx g nx-convoy:hotfix pin ${name} --component=${component} --environment=${environment}`;
}

function said(planned: HotfixPin, { name, component, environment }: About): string[] {
  const at = `${component}  ${environment}:`;
  switch (planned.type) {
    case 'pinned': {
      const { pin, merged, move } = planned;
      const branch = hotfixBranch(name);
      const how =
        merged === null
          ? branch
          : `${branch} merged into ${merged}, ${move === null ? 'waits' : 'to wait'} at ${pin.ref} (the deploy moves ${merged})`;
      return [`${at} ${pin.commit.slice(0, 7)}  ${how}`];
    }
    case 'there':
      return [`${at} ${planned.branch} has it already, at ${planned.head.slice(0, 7)}: nothing to pin`];
    case 'refused':
      return [];
    default:
      return unreachable(planned);
  }
}

function tellNext({ manifest, name, component, environment }: About, world: World): void {
  const message = `"fix(pins): ${environment} to ${hotfixBranch(name)}"`;
  const hotfix =
    manifest.environments[environment]?.promotesFrom === undefined ? '' : ' --hotfix --reason="…"';
  world.output.line(`commit it:  git add components && git commit -m ${message}`);
  world.output.line(
    `then:  npx nx deploy ${component} --configuration=${environment}${confirmWord(manifest, environment)}${hotfix}`,
  );
}
