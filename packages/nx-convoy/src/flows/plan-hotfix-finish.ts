import { waitingRef } from '../decide/waiting-ref';
import type { RepoAddress } from '../effects/ports';
import { componentEntries, existsIn } from '../model/component-entry';
import { refNotFound } from '../model/generator-errors';
import type { Manifest } from '../model/manifest';
import type { Pin } from '../model/pin';
import type { LandingMove } from './landing-move';
import { mergeRepo } from './merge-repo';
import type { World } from './world';

export interface HotfixQuestion {
  readonly manifest: Manifest;
  readonly branch: string;
  /** Of the run, in the messages of the merges. */
  readonly id: string;
}

export interface HotfixFinish {
  readonly lines: readonly string[];
  readonly moves: readonly LandingMove[];
  /** Of components whose branch is not pushed before their deploy. */
  readonly pins: readonly { readonly component: string; readonly environment: string; readonly pin: Pin }[];
  readonly refusals: readonly string[];
}

/** Branches that people call their own line of development, where a repository has one. */
const DEVELOPMENT = ['dev', 'develop'];

/** Every merge that brings a hotfix back, computed. Pushes nothing. */
export async function planHotfixFinish(question: HotfixQuestion, world: World): Promise<HotfixFinish> {
  const { manifest, branch } = question;
  const repos = Object.entries(manifest.repos).map(([name, { url }]) => ({ name, url }));
  const heads = await Promise.all(repos.map((repo) => world.repos.resolve(repo, `refs/heads/${branch}`)));
  const having = repos.flatMap((repo, index) => {
    const source = heads[index] ?? null;
    return source === null ? [] : [{ repo, source }];
  });
  if (having.length === 0) throw refNotFound(repos.map(({ name }) => name).join(', '), branch);
  const plans = await Promise.all(
    having.map(({ repo, source }) => planRepo(repo, source, { question, world })),
  );
  return {
    lines: plans.flatMap(({ lines }) => lines),
    moves: plans.flatMap(({ moves }) => moves),
    pins: plans.flatMap(({ pins }) => pins),
    refusals: plans.flatMap(({ refusals }) => refusals),
  };
}

interface Planning {
  readonly question: HotfixQuestion;
  readonly world: World;
}

async function planRepo(repo: RepoAddress, source: string, planning: Planning): Promise<HotfixFinish> {
  const { manifest } = planning.question;
  const plans: HotfixFinish[] = [];
  for (const target of await targetsOf(repo, manifest, planning.world))
    plans.push(await planTarget(repo, { source, target }, planning));
  return {
    lines: plans.flatMap(({ lines }) => lines),
    moves: plans.flatMap(({ moves }) => moves),
    pins: plans.flatMap(({ pins }) => pins),
    refusals: plans.flatMap(({ refusals }) => refusals),
  };
}

interface Target {
  readonly branch: string;
  /** The environment that uses it; null: only people do. */
  readonly environment: string | null;
}

async function targetsOf(repo: RepoAddress, manifest: Manifest, world: World): Promise<Target[]> {
  const used = Object.entries(manifest.environments).flatMap(([environment, { branch }]) =>
    branch === undefined ? [] : [{ branch, environment }],
  );
  const more = [manifest.repos[repo.name]?.defaultBranch ?? 'main', ...DEVELOPMENT]
    .filter((branch) => used.every((each) => each.branch !== branch))
    .map((branch) => ({ branch, environment: null }));
  const all: Target[] = [...used, ...more];
  const heads = await Promise.all(all.map(({ branch }) => world.repos.resolve(repo, `refs/heads/${branch}`)));
  return all.filter((_, index) => heads[index] != null);
}

async function planTarget(
  repo: RepoAddress,
  { source, target }: { source: string; target: Target },
  { question, world }: Planning,
): Promise<HotfixFinish> {
  const { manifest, branch, id } = question;
  const { environment } = target;
  const components = componentEntries(manifest).filter(
    (entry) => entry.repo === repo.name && environment !== null && existsIn(entry, environment),
  );
  const isPushed = components.some(({ declaration: { pages } }) =>
    environment === null ? false : pages?.branches[environment]?.branch === target.branch,
  );
  const outcome = await mergeRepo(
    {
      repo,
      branch: target.branch,
      waiting: isPushed && environment !== null ? waitingRef(environment) : null,
      sources: [source],
      paragraphs: [`hotfix: ${branch} to ${target.branch}`, `Convoy-Hotfix: ${id}`],
      author: await world.coordination.author(),
      at: world.clock.now(),
    },
    world,
  );
  if (outcome.type === 'refused') return { lines: [], moves: [], pins: [], refusals: [outcome.why] };
  const { commit, ref, move } = outcome;
  const said = move === null ? 'has it already' : `→ ${commit.slice(0, 7)}`;
  const pins =
    !isPushed || environment === null || move === null
      ? []
      : await Promise.all(
          components.map(async ({ name, declaration }) => {
            const tree = await world.repos.tree(repo, commit, declaration.paths ?? ['.']);
            return { component: name, environment, pin: { repo: repo.name, ref, commit, tree } };
          }),
        );
  return {
    lines: [`${repo.name}  ${ref.replace('refs/heads/', '')} ${said}`],
    moves: move === null ? [] : [move],
    pins,
    refusals: [],
  };
}
