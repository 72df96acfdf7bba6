import type { Order } from '../order';
import type { World } from '../world';
import { servedCommit } from '../served-commit';
import { failed, passed, type Finding } from './finding';

/** The branch's newest deployment succeeded and is of the pinned commit, or of one that carries its tree. */
export async function checkPages(order: Order, world: World): Promise<Finding> {
  const { pages } = order.component;
  if (pages === null) return failed('the component declares no Pages branch');
  const latest = await world.pages.latest(pages);
  if (latest === null) return failed(`${pages.branch} has no deployment`);
  const said = `deployment ${latest.id.slice(0, 8)} of ${latest.commit.slice(0, 7)} on ${latest.branch}: ${latest.stage} ${latest.status}`;
  if (latest.status !== 'success' || latest.stage !== 'deploy') return failed(said);
  const { component, pin } = order;
  if (latest.commit === pin.commit) return passed(said);
  const repo = { name: component.repo, url: component.url };
  const head = await world.repos.resolve(repo, `refs/heads/${pages.branch}`);
  const served = await servedCommit(component, pin, head, world);
  if (latest.commit === served) return passed(`${said}, which carries ${pin.commit.slice(0, 7)}`);
  return failed(`${said}, pinned is ${pin.commit.slice(0, 7)}`);
}
