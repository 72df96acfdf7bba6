import type { AlignedFunction, AlignmentPlan } from '../decide/layers/plan-alignment';
import type { Step } from '../model/plan';
import type { Receipt } from '../model/receipt';
import { guardAccount } from './guard-account';
import type { Order } from './order';
import { perform } from './perform';
import { readFacts } from './read-facts';
import type { World } from './world';

export interface Alignment {
  readonly environment: string;
  readonly plan: AlignmentPlan;
  /** What each component is meant to be, by its name: the tree that is live, not a newer pin. */
  readonly orders: ReadonlyMap<string, Order>;
}

export type AlignmentEnd =
  | { readonly type: 'aligned'; readonly receipts: readonly Receipt[] }
  | { readonly type: 'put-back'; readonly failed: Receipt; readonly receipts: readonly Receipt[] };

/**
 * Gives each component's functions the newest version of the layers that they share, verifies it and records it like a deploy, one component after the other.
 * Where one fails, it and those before it are put back, in reverse.
 */
export async function alignLayers(
  { environment, plan, orders }: Alignment,
  world: World,
): Promise<AlignmentEnd> {
  const token = await world.lease.take(environment, 'align');
  const receipts: Receipt[] = [];
  const done: Order[] = [];
  for (const component of new Set(plan.functions.map((each) => each.component))) {
    const order = orders.get(component);
    if (order === undefined) throw new TypeError(`no order for ${component}`);
    const own = plan.functions.filter((each) => each.component === component);
    const before = (await world.ledger.read(environment)).components[component]?.verified?.after ?? null;
    const receipt = await performFor(order, own.flatMap(forward), { token, world });
    receipts.push(receipt);
    done.push({ ...order, proven: before });
    if (receipt.verdict === 'passed') continue;
    // What was there before is held to what it was, not to what is newest.
    for (const each of done.reverse()) {
      const back = plan.functions.filter((one) => one.component === each.component.name).reverse();
      receipts.push(await performFor(each, back.flatMap(backward), { token, world }));
    }
    return { type: 'put-back', failed: receipt, receipts };
  }
  return { type: 'aligned', receipts };
}

interface Under {
  readonly token: string;
  readonly world: World;
}

async function performFor(order: Order, steps: readonly Step[], { token, world }: Under): Promise<Receipt> {
  const startedAt = world.clock.now();
  const { environment } = order.component;
  await guardAccount(order.component, world);
  const ledger = await world.ledger.refresh(environment);
  const facts = await readFacts(order, ledger, world);
  const coordinationCommit = await world.coordination.head();
  const nothing = { target: null, held: null, approval: null, overrides: [] };
  const deployment = { verb: 'deploy' as const, order, ledger, facts, startedAt, token, coordinationCommit };
  return perform({ ...deployment, ...nothing }, steps, world);
}

function forward(each: AlignedFunction): Step[] {
  const why = `${each.function}: ${each.what.join(', ')}`;
  const set: Step = {
    type: 'set-layers',
    function: each.function,
    layers: each.to,
    why,
    undo: 'the layers before',
  };
  if (each.alias === null) return [set];
  const { name, version } = each.alias;
  const observed = { name: each.function, alias: name, layers: [] };
  const undo = version === null ? 'no way back: the alias is new' : `${name} → ${version}`;
  return [
    set,
    {
      type: 'move-alias',
      function: observed,
      alias: name,
      why: `callers use ${each.function}:${name}`,
      undo,
    },
  ];
}

function backward(each: AlignedFunction): Step[] {
  const why = `${each.function}: back to the layers before`;
  const set: Step = {
    type: 'set-layers',
    function: each.function,
    layers: each.from,
    why,
    undo: 'align again',
  };
  const version = each.alias?.version ?? null;
  if (each.alias === null || version === null) return [set];
  const aliases = [{ function: each.function, alias: each.alias.name, version }];
  return [{ type: 'set-aliases', aliases, why: `callers use ${version} again`, undo: 'align again' }, set];
}
