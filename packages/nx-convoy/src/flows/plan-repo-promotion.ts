import { migrationClashes } from '../decide/migration-clashes';
import { waitingRef } from '../decide/waiting-ref';
import type { RepoAddress } from '../effects/ports';
import { componentEntries, existsIn, type ComponentEntry } from '../model/component-entry';
import type { LandingMove } from './landing-move';
import { mergeRepo } from './merge-repo';
import type { PromotedPin, PromotionQuestion } from './promotion';
import type { World } from './world';

/** What a promotion does to one repository. */
export interface RepoPlan {
  readonly line: string;
  readonly move: LandingMove | null;
  readonly pins: readonly Omit<PromotedPin, 'evidence'>[];
  readonly refusals: readonly string[];
}

/** null: nothing of the repository is in both environments. */
export async function planRepoPromotion(
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
