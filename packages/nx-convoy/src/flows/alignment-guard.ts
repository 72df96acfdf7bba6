import { alignmentObstacles, publishingObstacles } from '../decide/layers/alignment-obstacles';
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
  const lines: string[] = [];
  for (const [component, order] of guarded.orders) {
    const functions = guarded.plan.functions.filter((each) => each.component === component);
    lines.push(...(await obstaclesOf(functions, order, { ...guarded, world })));
  }
  if (lines.length > 0) throw alignmentUnsafe(guarded.environment, lines);
}

interface Scene {
  readonly ledger: LedgerState;
  readonly world: World;
}

async function obstaclesOf(
  functions: readonly AlignedFunction[],
  order: Order,
  { ledger, world }: Scene,
): Promise<string[]> {
  const drift = await readUntrustedFacts(order, ledger, world, 'now');
  const lines = alignmentObstacles({ drift, functions });
  const cloud = world.cloud(order.component.region);
  for (const { function: name, aliases } of functions)
    for (const { name: alias } of aliases) {
      const live = await cloud.function(name, alias);
      if (live !== null) lines.push(...publishingObstacles(name, alias, live));
    }
  return lines;
}
