import type { RepoAddress } from '../effects/ports';
import { branchRefusal, type PushFacts } from '../decide/guards/branch-refusal';
import { hotfixLostRefusal, openHotfixes } from '../decide/guards/open-hotfixes';
import type { Manifest } from '../model/manifest';
import type { Pin } from '../model/pin';
import type { ComponentRecord } from '../model/receipt';
import type { ResolvedComponent } from '../model/resolved-component';
import { branchRelation } from './branch-relation';
import { containsCommit } from './contains-commit';
import type { World } from './world';

export interface BranchScene {
  readonly component: ResolvedComponent;
  readonly pin: Pin;
  readonly manifest: Manifest;
  readonly record: ComponentRecord | null;
}

/** Refuses a pin that is not where the environment's branch says, or that would lose a hotfix which is live. */
export async function guardBranch(scene: BranchScene, world: World): Promise<void> {
  const { component, pin, manifest, record } = scene;
  const { name, environment, pages } = component;
  const repo = { name: component.repo, url: component.url };
  const branch = manifest.environments[environment]?.branch ?? null;
  if (branch === null && (pages === null || pages.owned)) return;
  const head = branch === null ? null : await world.repos.resolve(repo, `refs/heads/${branch}`);
  const contains = (outer: string | null, inner: string): Promise<boolean> =>
    containsCommit(repo, { outer, inner }, world);
  const refusal = branchRefusal({
    component: name,
    environment,
    pin,
    branch,
    head,
    isOnBranch: await contains(head, pin.commit),
    isDescendantOfHead: await isOnTop(scene, repo, world),
    hotfix: world.flags.hotfix,
    push: await pushFacts(scene, repo, world),
  });
  if (refusal !== null) throw refusal;
  if (record !== null) await guardHotfix({ ...scene, record, head }, contains, world);
}

/** A hotfix begins at the branch of the environment that it is for, and is welcome in each environment on the way there. */
async function isOnTop(
  { component, pin, manifest }: BranchScene,
  repo: RepoAddress,
  world: World,
): Promise<boolean> {
  if (!world.flags.hotfix) return false;
  for (const branch of branchesFrom(manifest, component.environment)) {
    const head = await world.repos.resolve(repo, `refs/heads/${branch}`);
    if (head !== null && (await containsCommit(repo, { outer: pin.commit, inner: head }, world))) return true;
  }
  return false;
}

/** Of the environment and of those that it is promoted to, in this order. */
function branchesFrom({ environments }: Manifest, environment: string): string[] {
  const later = Object.keys(environments).filter((name) => environments[name]?.promotesFrom === environment);
  const own = environments[environment]?.branch;
  return [
    ...(own === undefined ? [] : [own]),
    ...later.flatMap((name) => branchesFrom({ environments } as Manifest, name)),
  ];
}

type Contains = (outer: string | null, inner: string) => Promise<boolean>;

async function guardHotfix(
  { component, pin, record, head }: BranchScene & { record: ComponentRecord; head: string | null },
  contains: Contains,
  world: World,
): Promise<void> {
  const [hotfix] = openHotfixes({ components: { [component.name]: record } }, new Set());
  if (hotfix === undefined || (await contains(head, hotfix.commit))) return;
  const lost = hotfixLostRefusal(hotfix, {
    environment: component.environment,
    commit: pin.commit,
    containsHotfix: await contains(pin.commit, hotfix.commit),
    reason: world.flags.reason,
  });
  if (lost !== null) throw lost;
}

async function pushFacts(
  { component, pin, record }: BranchScene,
  repo: RepoAddress,
  world: World,
): Promise<PushFacts | null> {
  const { pages } = component;
  if (pages === null) return null;
  const head = await world.repos.resolve(repo, `refs/heads/${pages.branch}`);
  const relation = await branchRelation({ component, pin, head }, world);
  const carriers = [record?.last?.carrier, record?.verified?.carrier];
  return { pages, relation, head, isOurRevert: head !== null && carriers.includes(head) };
}
