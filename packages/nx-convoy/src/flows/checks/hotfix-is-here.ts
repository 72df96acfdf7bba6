import { hotfixBranch, hotfixOf } from '../../decide/hotfix-branch';
import { containsCommit } from '../contains-commit';
import type { Order } from '../order';
import type { World } from '../world';

/**
 * Whether what is looked at has a hotfix, so that the check which the hotfix brought means something: before it has come here, and where it was rolled back, that check
 * would fail for a reason that everybody knows. By the ref of the pin, by a merge that names the branch, or by its head.
 */
export async function hotfixIsHere(
  hotfix: string,
  { component, pin }: Pick<Order, 'component' | 'pin'>,
  world: World,
): Promise<boolean> {
  if (hotfixOf(pin.ref) === hotfix) return true;
  const repo = { name: component.repo, url: component.url };
  const branch = hotfixBranch(hotfix);
  await world.repos.ensure(repo, pin.commit);
  if ((await world.merges.broughtBy(repo, branch, [pin.commit])) !== null) return true;
  const head = await world.repos.resolve(repo, `refs/heads/${branch}`);
  return head !== null && containsCommit(repo, { outer: pin.commit, inner: head }, world);
}
