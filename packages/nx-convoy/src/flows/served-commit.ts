import type { Pin } from '../model/pin';
import type { ResolvedComponent } from '../model/resolved-component';
import type { World } from './world';

/**
 * The commit whose deployment serves the pin: the head of the branch where that carries the pin's tree (a revert commit, a merge), else the
 * pinned commit itself.
 */
export async function servedCommit(
  component: ResolvedComponent,
  pin: Pin,
  head: string | null,
  world: World,
): Promise<string> {
  if (head === null || head === pin.commit) return pin.commit;
  const repo = { name: component.repo, url: component.url };
  await world.repos.ensure(repo, head);
  const tree = await world.repos.tree(repo, head, component.paths);
  return tree === pin.tree ? head : pin.commit;
}
