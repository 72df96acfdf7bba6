import { unconfirmed } from '../../decide/confirm-live';
import type { Check } from '../../model/resolved-component';
import type { Order } from '../order';
import { readLive } from '../read-live';
import type { World } from '../world';
import { failed, passed, type Finding } from './finding';

/** The function exists, is Active, its last update succeeded, and runtime, layers and alias are as declared. */
export async function checkFunction(
  check: Check & { kind: 'function' },
  order: Order,
  world: World,
): Promise<Finding> {
  const declared = order.component.observes.functions.find((each) => each.name === check.function);
  const each = declared ?? { name: check.function, alias: null, layers: [] };
  const observes = { stacks: [], functions: [each], layers: [] };
  const component = { ...order.component, observes, pages: null, migrations: null };
  const live = await readLive(component, order.pin, world);
  const trouble = unconfirmed(component, live, order.proven);
  const runtime = live.functions[0]?.runtime ?? '';
  if (trouble.length === 0 && check.runtime !== null && runtime !== check.runtime)
    trouble.push(`runtime is ${runtime}, not ${check.runtime}`);
  if (trouble.length > 0) return failed(trouble.join('; '));
  const alias = live.functions[0]?.alias;
  return passed(
    alias == null ? `Active, ${runtime}` : `Active, ${runtime}, ${alias.name} → ${alias.version}`,
  );
}
