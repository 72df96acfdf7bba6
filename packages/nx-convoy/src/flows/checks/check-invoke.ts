import type { Check } from '../../model/resolved-component';
import type { Order } from '../order';
import type { World } from '../world';
import { failed, inconclusive, passed, type Finding } from './finding';
import { jsonMismatch } from './json-match';

export async function checkInvoke(
  check: Check & { kind: 'invoke' },
  order: Order,
  world: World,
): Promise<Finding> {
  const outcome = await world.cloud(order.component.region).invoke(check.function, check.payload);
  if (outcome.type === 'function-error') return failed(outcome.message);
  if (outcome.type === 'unreachable') return inconclusive(outcome.message, 'verify again when AWS answers');
  const mismatch = check.json === null ? null : jsonMismatch(check.json, outcome.answer);
  const answer = JSON.stringify(outcome.answer).slice(0, 200);
  return mismatch === null ? passed(answer) : failed(`${mismatch}; answered ${answer}`);
}
