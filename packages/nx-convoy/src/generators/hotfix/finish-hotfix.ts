import { join } from 'node:path';
import type { Tree } from '@nx/devkit';
import { releasePath } from '../../decide/release-path';
import { writeFileAtomically } from '../../effects/write-file-atomically';
import { abandonLanding, interruptedLanding, landMoves, type Landing } from '../../flows/land-moves';
import { planHotfixFinish, type HotfixFinish } from '../../flows/plan-hotfix-finish';
import type { World } from '../../flows/world';
import { refUnsafe } from '../../model/errors';
import { refTrouble } from '../../model/git-words';
import { hotfixRefused } from '../../model/hotfix-errors';
import { pinPath } from '../../model/pin';
import { nothingInterrupted } from '../../model/promotion-errors';
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
  const branch = `hotfix/${name}`;
  const trouble = refTrouble(branch);
  if (trouble !== null) throw refUnsafe(branch, trouble);
  const { world, run } = await open(tree.root, releasePath(manifest)[0] ?? '');
  const journal = branch.replaceAll('/', '-');
  const interrupted = await interruptedLanding(journal, world);
  const land = (landing: Landing) => () =>
    landMoves(journal, landing, world, () => finish(tree, landing, world));
  if (interrupted !== null) {
    world.output.line(`an interrupted ${interrupted.what}: ${abandon === true ? 'taken back' : 'goes on'}`);
    return abandon === true ? () => abandonLanding(journal, interrupted, world) : land(interrupted);
  }
  if (abandon === true) throw nothingInterrupted('finish of this hotfix');
  const plan = await planHotfixFinish({ manifest, branch, id: run }, world);
  for (const line of plan.lines) world.output.line(line);
  if (plan.refusals.length > 0) throw hotfixRefused(name, plan.refusals);
  const { moves, pins } = plan;
  return land({ what: `finish of ${branch}`, moves, rest: pins });
}

async function finish(tree: Tree, { rest }: Landing, world: World): Promise<void> {
  const pins = rest as unknown as HotfixFinish['pins'];
  for (const { component, environment, pin } of pins) {
    const path = join(tree.root, pinPath(component, environment));
    await writeFileAtomically(path, `${JSON.stringify(pin, null, 2)}\n`);
    world.output.line(`${component}  ${environment}: pinned to ${pin.commit.slice(0, 7)}  ${pin.ref}`);
  }
  const commit = 'commit them:  git add components && git commit -m "fix(pins): hotfix merged back"';
  world.output.line(pins.length === 0 ? 'done: every branch has it' : commit);
}
