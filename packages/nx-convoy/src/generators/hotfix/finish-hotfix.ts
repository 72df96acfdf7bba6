import type { Tree } from '@nx/devkit';
import { hotfixBranch } from '../../decide/hotfix-branch';
import { releasePath } from '../../decide/release-path';
import {
  abandonLanding,
  interruptedLanding,
  landMoves,
  type Landing,
  type LandingWork,
} from '../../flows/land-moves';
import { planHotfixFinish } from '../../flows/plan-hotfix-finish';
import type { World } from '../../flows/world';
import { refUnsafe } from '../../model/errors';
import type { Json } from '../../model/json';
import { refTrouble } from '../../model/git-words';
import { hotfixRefused } from '../../model/hotfix-errors';
import { nothingInterrupted } from '../../model/promotion-errors';
import { knownPins } from '../known-pins';
import { takeBackPins, writeLandedPins, type LandedPin } from '../landed-pins';
import { manifestIn } from '../manifest-in';
import type { OpenActingWorld } from '../open-world';
import type { HotfixOptions } from './schema';

/** Brings a hotfix back into every branch that environments use: all of them or none. */
export async function finishHotfix(
  tree: Tree,
  { name, abandon }: HotfixOptions,
  open: OpenActingWorld,
): Promise<() => Promise<void>> {
  const manifest = manifestIn(tree);
  const branch = hotfixBranch(name);
  const trouble = refTrouble(branch);
  if (trouble !== null) throw refUnsafe(branch, trouble);
  const { world, run } = await open(tree.root, releasePath(manifest)[0] ?? '');
  const journal = branch.replaceAll('/', '-');
  const interrupted = await interruptedLanding(journal, world);
  if (interrupted !== null) {
    world.output.line(`an interrupted ${interrupted.what}: ${abandon === true ? 'taken back' : 'goes on'}`);
    const work = workOf({ name: journal, landing: interrupted, isBegun: true }, tree, world);
    return () => (abandon === true ? abandonLanding : landMoves)(work, world);
  }
  if (abandon === true) throw nothingInterrupted('finish of this hotfix');
  const plan = await planHotfixFinish({ manifest, branch, id: run }, world);
  for (const line of plan.lines) world.output.line(line);
  if (plan.refusals.length > 0) {
    const again = `npx nx g nx-convoy:hotfix finish ${name}`;
    throw hotfixRefused({ name, lines: plan.refusals, again });
  }
  const pins = plan.pins.map((each): LandedPin => ({
    ...each,
    before: knownPins(tree, manifest, each.environment)[each.component] ?? null,
  }));
  const landing: Landing = {
    what: `finish of ${branch}`,
    moves: plan.moves,
    rest: pins as unknown as Json,
  };
  return () => landMoves(workOf({ name: journal, landing, isBegun: false }, tree, world), world);
}

function workOf(
  begun: Pick<LandingWork, 'name' | 'landing' | 'isBegun'>,
  { root }: Tree,
  world: World,
): LandingWork {
  const pins = begun.landing.rest as unknown as readonly LandedPin[];
  return {
    ...begun,
    finish: async () => {
      await writeLandedPins(root, pins, world);
      for (const line of told(pins)) world.output.line(line);
    },
    unfinish: () => takeBackPins(root, pins),
  };
}

function told(pins: readonly LandedPin[]): string[] {
  if (pins.length === 0) return ['done: every branch has it'];
  return [
    ...pins.map(
      ({ component, environment, pin }) =>
        `${component}  ${environment}: pinned to ${pin.commit.slice(0, 7)}  ${pin.ref}`,
    ),
    'commit them:  git add components && git commit -m "fix(pins): hotfix merged back"',
  ];
}
