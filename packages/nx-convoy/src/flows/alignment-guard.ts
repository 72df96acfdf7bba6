import {
  alignmentObstacles,
  publishingObstacles,
  type Obstacles,
} from '../decide/layers/alignment-obstacles';
import type { AlignmentPlan, AlignedFunction } from '../decide/layers/plan-alignment';
import type { LedgerState } from '../model/receipt';
import { alignmentUnsafe } from '../model/layer-errors';
import type { Order } from './order';
import { readUntrustedFacts } from './read-facts';
import type { World } from './world';

export interface GuardedAlignment {
  readonly environment: string;
  readonly plan: AlignmentPlan;
  /** Of every component in the plan, by its name. */
  readonly orders: ReadonlyMap<string, Order>;
  readonly ledger: LedgerState;
}

/** Refuses an alignment that would change, or record as verified, more than the layers. Changes nothing. */
export async function guardAlignment(guarded: GuardedAlignment, world: World): Promise<void> {
  const { environment, plan, orders, ledger } = guarded;
  const found: Obstacles[] = [];
  for (const [component, order] of orders) {
    const functions = plan.functions.filter((each) => each.component === component);
    const drift = await readUntrustedFacts(order, ledger, world, 'now');
    const unsafe = await publishingObstaclesOf(functions, order, world);
    found.push(alignmentObstacles({ drift, functions }), { unsafe, byHand: [] });
  }
  const unsafe = found.flatMap((each) => each.unsafe);
  const byHand = found.flatMap((each) => each.byHand);
  const isMeant = (world.flags.reason ?? '').trim() !== '';
  if (unsafe.length > 0 || (byHand.length > 0 && !isMeant))
    throw alignmentUnsafe({ environment, lines: [...unsafe, ...byHand], mayBeKept: unsafe.length === 0 });
  for (const line of byHand) world.output.line(`${line}; kept`);
}

async function publishingObstaclesOf(
  functions: readonly AlignedFunction[],
  order: Order,
  world: World,
): Promise<string[]> {
  const cloud = world.cloud(order.component.region);
  const lines: string[] = [];
  for (const { function: name, aliases } of functions)
    for (const { name: alias } of aliases) {
      const live = await cloud.function(name, alias);
      if (live !== null) lines.push(...publishingObstacles(name, alias, live));
    }
  return lines;
}
