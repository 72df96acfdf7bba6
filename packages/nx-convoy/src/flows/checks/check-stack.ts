import type { Check } from '../../model/resolved-component';
import type { Order } from '../order';
import type { World } from '../world';
import { failed, passed, type Finding } from './finding';

const HEALTHY = ['CREATE_COMPLETE', 'UPDATE_COMPLETE'];

export async function checkStack(
  check: Check & { kind: 'stack' },
  order: Order,
  world: World,
): Promise<Finding> {
  const stack = await world.cloud(order.component.region).stack(check.stack);
  if (stack === null) return failed(`stack ${check.stack} does not exist`);
  return HEALTHY.includes(stack.status)
    ? passed(stack.status)
    : failed(`stack ${check.stack} is ${stack.status}`);
}
