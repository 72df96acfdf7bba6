import { branchRefusal, type PushFacts } from '../decide/guards/branch-refusal';
import { hotfixLostRefusal, openHotfixes } from '../decide/guards/open-hotfixes';
import type { DeploymentFacts } from '../decide/facts';
import { containsCommit } from './contains-commit';
import type { GuardedDeploy } from './guard-deploy';
import type { World } from './world';

/** Refuses a pin that is not where the environment's branch says, or that would lose a hotfix which is live. */
export async function guardBranch({ order, ledger, facts }: GuardedDeploy, world: World): Promise<void> {
  const { component, pin, manifest } = order;
  const { name, environment } = component;
  const repo = { name: component.repo, url: component.url };
  const branch = manifest.environments[environment]?.branch ?? null;
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
    isDescendantOfHead: head !== null && (await contains(pin.commit, head)),
    hotfix: world.flags.hotfix,
    push: pushFacts(facts),
  });
  if (refusal !== null) throw refusal;
  const verified = ledger.components[name]?.verified ?? null;
  const isMerged = verified !== null && (await contains(head, verified.commit));
  const [hotfix] = openHotfixes({ components: { [name]: facts.record } }, new Set(isMerged ? [name] : []));
  if (hotfix === undefined) return;
  const containsHotfix = await contains(pin.commit, hotfix.commit);
  const lost = hotfixLostRefusal(hotfix, {
    environment,
    commit: pin.commit,
    containsHotfix,
    reason: world.flags.reason,
  });
  if (lost !== null) throw lost;
}

function pushFacts({ component, live, branch, record }: DeploymentFacts): PushFacts | null {
  const { pages } = component;
  if (pages === null) return null;
  const head = live.pages?.head ?? null;
  const carriers = [record.last?.carrier, record.verified?.carrier];
  return { pages, relation: branch, head, isOurRevert: head !== null && carriers.includes(head) };
}
