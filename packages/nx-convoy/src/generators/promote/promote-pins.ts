import type { Tree } from '@nx/devkit';
import { confirmWord } from '../../decide/confirm-word';
import { renderPromotion } from '../../decide/render-promotion';
import { compareFlags } from '../../flows/compare-flags';
import {
  abandonLanding,
  interruptedLanding,
  landMoves,
  type Landing,
  type LandingWork,
} from '../../flows/land-moves';
import { planPromotion } from '../../flows/plan-promotion';
import type { Promotion } from '../../flows/promotion';
import { testsOfPromotion, tryPromotion } from '../../flows/try-promotion';
import type { World } from '../../flows/world';
import { declaredEnvironment } from '../../model/declared-environment';
import type { Json } from '../../model/json';
import type { Manifest } from '../../model/manifest';
import { nothingInterrupted, promotionPathUnknown, promotionRefused } from '../../model/promotion-errors';
import { knownPins } from '../known-pins';
import { takeBackPins, writeLandedPins, type LandedPin } from '../landed-pins';
import { manifestIn } from '../manifest-in';
import type { OpenActingWorld } from '../open-world';
import type { PromoteOptions } from './schema';

type Perform = () => Promise<void>;

/** What goes on after the pushes: which pins are written where. */
interface Rest {
  readonly pins: readonly LandedPin[];
  /** What to type next, a line each. */
  readonly next: readonly string[];
}

/** Shows what would be promoted, and answers how to do it: the tests, and only then the pushes. What can be known without running anything is refused here. */
export async function promotePins(
  tree: Tree,
  options: PromoteOptions,
  open: OpenActingWorld,
): Promise<Perform> {
  const manifest = manifestIn(tree);
  refuseWrongPath(manifest, options);
  const { from, to } = options;
  const { world, run } = await open(tree.root, to);
  const name = `promote-${to}`;
  const interrupted = await interruptedLanding(name, world);
  if (interrupted !== null)
    return goOn(workOf({ name, landing: interrupted, isBegun: true }, tree, world), options, world);
  if (options.abandon === true) throw nothingInterrupted('promotion');
  const promotion = await planPromotion(
    {
      manifest,
      from,
      to,
      feature: options.feature ?? null,
      via: options.via !== undefined,
      signedOffBy: options.signedOffBy ?? null,
      id: run,
      pins: { from: knownPins(tree, manifest, from), to: knownPins(tree, manifest, to) },
    },
    world,
  );
  for (const line of renderPromotion(promotion)) world.output.line(line);
  await tellFlags(manifest, { tree, options, open }, world);
  refuse(promotion, promotion.refusals);
  if (promotion.pins.length === 0 && promotion.moves.length === 0) {
    world.output.line(`nothing to promote: ${to} has what ${from} has`);
    return () => Promise.resolve();
  }
  const { tested, undeclared } = testsOfPromotion(promotion, manifest);
  refuse(promotion, undeclared);
  if (tested.length > 0) world.output.line(`  before the first push, their own tests: ${tested.join(', ')}`);
  const landing: Landing = {
    what: `promotion of ${options.feature ?? from} to ${to}`,
    moves: promotion.moves,
    rest: restOf(promotion, options, manifest) as unknown as Json,
  };
  return async () => {
    refuse(promotion, await tryPromotion(promotion, manifest, world));
    await landMoves(workOf({ name, landing, isBegun: false }, tree, world), world);
  };
}

function goOn(work: LandingWork, { abandon }: PromoteOptions, world: World): Perform {
  const { what } = work.landing;
  if (abandon === true) {
    world.output.line(`the interrupted ${what} is taken back`);
    return () => abandonLanding(work, world);
  }
  world.output.line(`an interrupted ${what} goes on where it stopped (--abandon takes it back instead)`);
  return () => landMoves(work, world);
}

function workOf(
  begun: Pick<LandingWork, 'name' | 'landing' | 'isBegun'>,
  { root }: Tree,
  world: World,
): LandingWork {
  const { pins, next } = begun.landing.rest as unknown as Rest;
  return {
    ...begun,
    finish: async () => {
      await writeLandedPins(root, pins, world);
      for (const line of next) world.output.line(line);
    },
    unfinish: () => takeBackPins(root, pins),
  };
}

function restOf({ pinned, pins, from, to }: Promotion, { via }: PromoteOptions, manifest: Manifest): Rest {
  const commit = `commit the pins:  git add components && git commit -m "chore(pins): ${from} to ${to}"`;
  const deploy = `then:  npx nx run-many -t deploy --configuration=${pinned}${confirmWord(manifest, pinned)}`;
  const again = `then:  npx nx g nx-convoy:promote --from=${from} --to=${to}`;
  const landed = pins.map(({ component, before, pin }) => ({ component, environment: pinned, before, pin }));
  return { pins: landed, next: [commit, deploy, ...(via === undefined ? [] : [again])] };
}

function refuse({ from, to, needsVia }: Promotion, lines: readonly string[]): void {
  if (lines.length === 0) return;
  const again = `npx nx g nx-convoy:promote --from=${from} --to=${to}`;
  const via = `${again} --via=${from}        (pins what merging makes in ${from}, to be verified there first)`;
  throw promotionRefused({ from, to, lines, remedy: needsVia ? via : `mend it, then  ${again}` });
}

function refuseWrongPath(manifest: Manifest, { from, to, via }: PromoteOptions): void {
  for (const [flag, value] of Object.entries({ '--from': from, '--to': to, '--via': via ?? from }))
    declaredEnvironment(manifest, value, flag);
  const path = manifest.environments[to]?.promotesFrom ?? null;
  if (path !== from) throw promotionPathUnknown(from, to, path);
  if (via !== undefined && via !== from) throw promotionPathUnknown(via, to, from);
}

/** Flags are switched, not promoted: what differs is told, so that nobody is surprised. */
async function tellFlags(
  manifest: Manifest,
  { tree, options, open }: { tree: Tree; options: PromoteOptions; open: OpenActingWorld },
  world: World,
): Promise<void> {
  if (Object.keys(manifest.flags ?? {}).length === 0) return;
  const { from, to } = options;
  const earlier = await open(tree.root, from);
  const sides = [
    { environment: from, world: earlier.world },
    { environment: to, world },
  ] as const;
  try {
    for (const { line } of await compareFlags(manifest, ...sides)) world.output.line(`flag  ${line}`);
  } catch (cause) {
    world.output.line(
      `flags could not be compared: ${cause instanceof Error ? cause.message : String(cause)}`,
    );
  }
}
