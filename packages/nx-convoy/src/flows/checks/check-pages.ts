import type { Order } from '../order';
import type { World } from '../world';
import { failed, passed, type Finding } from './finding';

/** The branch's newest deployment succeeded and is of exactly the pinned commit. */
export async function checkPages(order: Order, world: World): Promise<Finding> {
  const { pages } = order.component;
  if (pages === null) return failed('the component declares no Pages branch');
  const latest = await world.pages.latest(pages);
  if (latest === null) return failed(`${pages.branch} has no deployment`);
  const said = `deployment ${latest.id.slice(0, 8)} of ${latest.commit.slice(0, 7)} on ${latest.branch}: ${latest.stage} ${latest.status}`;
  if (latest.status !== 'success' || latest.stage !== 'deploy') return failed(said);
  return latest.commit === order.pin.commit
    ? passed(said)
    : failed(`${said}, pinned is ${order.pin.commit.slice(0, 7)}`);
}
