import { migrationClashes } from '../decide/migration-clashes';
import type { RepoAddress } from '../effects/ports';
import { componentEntries, existsIn, type ComponentEntry } from '../model/component-entry';
import type { Manifest } from '../model/manifest';
import type { Pin } from '../model/pin';
import { judgePromotion } from './judge-promotion';
import type { LandingMove } from './landing-move';
import { mergeRepo } from './merge-repo';
import type { World } from './world';

export type KnownPins = Readonly<Record<string, Pin | null>>;

export interface PromotionQuestion {
  readonly manifest: Manifest;
  readonly from: string;
  readonly to: string;
  /** Only repositories that have this branch, at its head; null: what is pinned in `from`. */
  readonly feature: string | null;
  /** Trees that merging makes are pinned in `from` first. */
  readonly via: boolean;
  readonly signedOffBy: string | null;
  /** Of the run, in the messages of the merges. */
  readonly id: string;
  readonly pins: { readonly from: KnownPins; readonly to: KnownPins };
}

export interface PromotedPin {
  readonly component: string;
  readonly before: Pin | null;
  readonly pin: Pin;
  /** Where it was verified; null: nowhere yet. */
  readonly evidence: string | null;
}

/** What a promotion does: a value that is printed, and only then performed. */
export interface Promotion {
  readonly from: string;
  readonly to: string;
  /** The environment whose pins are written: the earlier one where trees must pass there first. */
  readonly pinned: string;
  readonly pins: readonly PromotedPin[];
  readonly moves: readonly LandingMove[];
  /** By what rule commits were chosen: nothing is “the latest”. */
  readonly takes: string;
  /** A line for each repository. */
  readonly repos: readonly string[];
  readonly refusals: readonly string[];
  readonly warnings: readonly string[];
  /** Whether `--via` would help. */
  readonly needsVia: boolean;
}

interface RepoPlan {
  readonly line: string;
  readonly move: LandingMove | null;
  readonly pins: readonly Omit<PromotedPin, 'evidence'>[];
  readonly refusals: readonly string[];
}

/** Computes every merge, and what each component would be pinned to. Pushes nothing. */
export async function planPromotion(question: PromotionQuestion, world: World): Promise<Promotion> {
  const { manifest, from, to, via } = question;
  const repos = await Promise.all(
    Object.entries(manifest.repos).map(([name, { url }]) => planRepo({ name, url }, question, world)),
  );
  const present = repos.flatMap((each) => each ?? []);
  const pins = present.flatMap((each) => each.pins);
  const moves = present.flatMap(({ move }) => move ?? []);
  const judged = await judgePromotion(pins, question, world);
  return {
    from,
    to,
    pinned: via ? from : to,
    takes: takenBy(question),
    repos: present.map(({ line }) => line),
    moves: via ? await waitingMoves(moves, to, world) : moves,
    pins: via ? unverified(judged.pins, to) : judged.pins,
    refusals: [
      ...present.flatMap((each) => each.refusals),
      ...(via ? [] : judged.refusals),
      ...signOffRefusals(question),
    ],
    warnings: via ? [] : judged.warnings,
    needsVia: !via && judged.refusals.length > 0,
  };
}

function takenBy({ from, feature }: PromotionQuestion): string {
  return feature === null
    ? `the commits that ${from} is pinned to in this checkout`
    : `the head of ${feature} at each remote that has it, whatever ${from} is pinned to`;
}

/** Where a merge waits until it has passed in the earlier environment, or until its push is the deploy. */
export function waitingRef(environment: string): string {
  return `refs/convoy/${environment}/next`;
}

function waitingMoves(moves: readonly LandingMove[], to: string, world: World): Promise<LandingMove[]> {
  const ref = waitingRef(to);
  return Promise.all(
    moves.map(async (move) => {
      if (move.ref === ref) return move;
      const expected = await world.repos.resolve({ name: move.repo, url: move.url }, ref);
      return { ...move, ref, expected };
    }),
  );
}

/** What must pass in the earlier environment first is pinned there at the ref where it waits. */
function unverified(pins: readonly PromotedPin[], to: string): PromotedPin[] {
  return pins.flatMap((each) =>
    each.evidence === null ? [{ ...each, pin: { ...each.pin, ref: waitingRef(to) } }] : [],
  );
}

function signOffRefusals({ manifest, to, signedOffBy }: PromotionQuestion): string[] {
  if (manifest.environments[to]?.signOff !== true || signedOffBy !== null) return [];
  return [`${to} wants a person who answers for it: --signed-off-by=<name>`];
}

async function planRepo(
  repo: RepoAddress,
  question: PromotionQuestion,
  world: World,
): Promise<RepoPlan | null> {
  const { manifest, from, to, pins } = question;
  const components = componentEntries(manifest).filter(
    (entry) => entry.repo === repo.name && existsIn(entry, from) && existsIn(entry, to),
  );
  if (components.length === 0) return null;
  const unpinned = components.filter(({ name }) => (pins.from[name] ?? null) === null);
  if (unpinned.length > 0 && question.feature === null) {
    const names = unpinned.map(({ name }) => name).join(', ');
    return {
      ...nothing(`${repo.name}  not pinned in ${from}`),
      refusals: [`${names} is not pinned in ${from}`],
    };
  }
  const sources = await sourcesOf(repo, { components, question }, world);
  if (sources === null) return nothing(`${repo.name}  has no ${question.feature ?? ''}: stays as it is`);
  const branch = manifest.environments[to]?.branch;
  return branch === undefined
    ? copied(repo, { components, question })
    : merged({ repo, branch, sources, components }, question, world);
}

function nothing(line: string): RepoPlan {
  return { line, move: null, pins: [], refusals: [] };
}

/** null: the repository has no part in the feature. */
async function sourcesOf(
  repo: RepoAddress,
  { components, question }: { components: readonly ComponentEntry[]; question: PromotionQuestion },
  world: World,
): Promise<string[] | null> {
  if (question.feature !== null) {
    const head = await world.repos.resolve(repo, `refs/heads/${question.feature}`);
    return head === null ? null : [head];
  }
  return [...new Set(components.flatMap(({ name }) => question.pins.from[name]?.commit ?? []))];
}

function copied(
  repo: RepoAddress,
  { components, question }: { components: readonly ComponentEntry[]; question: PromotionQuestion },
): RepoPlan {
  const { from, to, pins } = question;
  const changed = components.flatMap(({ name }) => {
    const [pin, before] = [pins.from[name] ?? null, pins.to[name] ?? null];
    return pin === null || pin.tree === before?.tree ? [] : [{ component: name, before, pin }];
  });
  const line = `${repo.name}  ${to} has no branch: ${changed.length} of its pins follow ${from}`;
  return { line, move: null, pins: changed, refusals: [] };
}

interface Merging {
  readonly repo: RepoAddress;
  readonly branch: string;
  readonly sources: readonly string[];
  readonly components: readonly ComponentEntry[];
}

async function merged(
  { repo, branch, sources, components }: Merging,
  question: PromotionQuestion,
  world: World,
): Promise<RepoPlan> {
  const { to, from, feature, id, signedOffBy } = question;
  const isPushed = components.some(({ declaration }) => declaration.pages !== undefined);
  const trailers = [
    `Convoy-Promotion: ${id}`,
    ...(feature === null ? [] : [`Convoy-Feature: ${feature}`]),
    ...(signedOffBy === null ? [] : [`Signed-off-by: ${signedOffBy}`]),
  ];
  const outcome = await mergeRepo(
    {
      repo,
      branch,
      waiting: isPushed ? waitingRef(to) : null,
      sources,
      paragraphs: [`promote: ${feature ?? from} to ${to}`, trailers.join('\n')],
      author: await world.coordination.author(),
      at: world.clock.now(),
    },
    world,
  );
  if (outcome.type === 'refused')
    return { ...nothing(`${repo.name}  ${outcome.why}`), refusals: [outcome.why] };
  const { commit, ref, move } = outcome;
  const said = move === null ? 'has it already' : `→ ${commit.slice(0, 7)}`;
  const waits = ref === waitingRef(to);
  const where = waits ? `${ref} (the deploy moves ${branch})` : branch;
  const pins = await pinsAt(commit, { repo, components, ref: waits ? ref : branch }, question, world);
  const clashes = await clashesAt(commit, { repo, components }, world);
  return { line: `${repo.name}  ${where} ${said}`, move, pins, refusals: clashes };
}

interface At {
  readonly repo: RepoAddress;
  readonly components: readonly ComponentEntry[];
  readonly ref: string;
}

/** A pin whose tree stays the same stays as it is. */
async function pinsAt(
  commit: string,
  { repo, components, ref }: At,
  { pins }: PromotionQuestion,
  world: World,
): Promise<Omit<PromotedPin, 'evidence'>[]> {
  const all = await Promise.all(
    components.map(async ({ name, declaration }) => {
      const tree = await world.repos.tree(repo, commit, declaration.paths ?? ['.']);
      const before = pins.to[name] ?? null;
      return { component: name, before, pin: { repo: repo.name, ref, commit, tree } };
    }),
  );
  return all.filter(({ before, pin }) => before?.tree !== pin.tree);
}

async function clashesAt(
  commit: string,
  { repo, components }: Omit<At, 'ref'>,
  world: World,
): Promise<string[]> {
  const found = await Promise.all(
    components.map(async ({ name, declaration }) => {
      if (declaration.migrations === undefined) return [];
      const files = await world.repos.files(repo, commit, declaration.migrations.folder);
      return migrationClashes(
        name,
        files.map(({ path }) => path),
      );
    }),
  );
  return found.flat();
}
