import { alignedReceipt } from '../decide/layers/aligned-receipt';
import { overridesOf } from '../decide/guards/overrides-of';
import { backwardSteps, forwardSteps } from '../decide/layers/alignment-steps';
import { planAlignment, type AlignedFunction, type AlignmentPlan } from '../decide/layers/plan-alignment';
import type { Step } from '../model/plan';
import type { LedgerState, Receipt } from '../model/receipt';
import type { ResolvedComponent } from '../model/resolved-component';
import { guardAccount } from './guard-account';
import { guardAlignment } from './alignment-guard';
import { layersOf } from './layers';
import type { Order } from './order';
import { perform } from './perform';
import { readFacts } from './read-facts';
import type { World } from './world';

export interface Alignment {
  readonly environment: string;
  /** Everything that exists in the environment, in deploy order. */
  readonly components: readonly ResolvedComponent[];
  /** Whether functions are changed that no component has. */
  readonly includesForeign: boolean;
  /** The order to deploy a component, from the tracked files. */
  orderOf(component: string): Promise<Order>;
}

export interface AlignmentEnd {
  readonly type: 'aligned' | 'put-back' | 'interrupted';
  /** As it was decided under the lock. */
  readonly plan: AlignmentPlan;
  readonly receipts: readonly Receipt[];
  /** Of the component that did not pass, before anything was put back. */
  readonly failed: Receipt | null;
  /** Components that were to be put back, and were not. */
  readonly stuck: readonly string[];
}

/**
 * Gives all functions the newest version of the layers that they share, verifies each component and records it like a deploy, one after the other. Where one
 * fails, it and those before it are put back, in reverse; interrupted, it stops where it is. What is done is decided under the lock.
 */
export async function alignLayers(alignment: Alignment, world: World): Promise<AlignmentEnd> {
  const { environment, components } = alignment;
  const token = await world.lease.take(environment, 'align');
  const ledger = await world.ledger.refresh(environment);
  const { layers } = await layersOf(environment, components, world);
  const plan = Object.freeze(planAlignment(layers, alignment));
  const names = new Set(plan.functions.map((each) => each.component));
  const orders = new Map<string, Order>();
  for (const name of names) orders.set(name, meantOrder(await alignment.orderOf(name), ledger));
  await guardAlignment({ environment, plan, orders, ledger }, world);
  const parts = partsOf(plan, orders);
  return { plan, ...(await performAll(parts, { token, world })) };
}

/** What is live is meant, as it was declared when it was deployed: a newer pin is the next deploy's business. */
function meantOrder(order: Order, ledger: LedgerState): Order {
  const record = ledger.components[order.component.name];
  const deployed = record === undefined ? null : alignedReceipt(record);
  if (deployed === null) return order;
  const { commit, tree, declaration, verdict, after } = deployed;
  const pin = { ...order.pin, commit, tree };
  const proven = verdict === 'passed' ? after : null;
  return { ...order, component: { ...order.component, declaration }, pin, proven };
}

/** What is done, verified and recorded at once. */
interface Part {
  /** Where it is put back, it is held to what was proven, not to what is newest. */
  readonly order: Order;
  readonly functions: readonly AlignedFunction[];
}

function partsOf(plan: AlignmentPlan, orders: ReadonlyMap<string, Order>): Part[] {
  const parts: Part[] = [];
  for (const isForeign of [false, true])
    for (const [name, order] of orders) {
      const functions = plan.functions.filter(
        (each) => each.component === name && each.isForeign === isForeign,
      );
      if (functions.length > 0) parts.push({ order, functions });
    }
  return parts;
}

interface Under {
  readonly token: string;
  readonly world: World;
}

async function performAll(parts: readonly Part[], under: Under): Promise<Omit<AlignmentEnd, 'plan'>> {
  const receipts: Receipt[] = [];
  const done: Part[] = [];
  for (const part of parts) {
    const order = { ...part.order, proven: null };
    const receipt = await performFor(order, part.functions.flatMap(forwardSteps), under);
    receipts.push(receipt);
    done.push(part);
    if (receipt.verdict === 'passed') continue;
    if (receipt.outcome === 'interrupted') return { type: 'interrupted', receipts, failed: null, stuck: [] };
    const back = await putBack(done, under);
    const stuck = back.filter((each) => each.verdict !== 'passed').map((each) => each.component);
    return { type: 'put-back', receipts: [...receipts, ...back], failed: receipt, stuck };
  }
  return { type: 'aligned', receipts, failed: null, stuck: [] };
}

async function putBack(done: readonly Part[], under: Under): Promise<Receipt[]> {
  const receipts: Receipt[] = [];
  for (const { order, functions } of [...done].reverse())
    receipts.push(await performFor(order, [...functions].reverse().flatMap(backwardSteps), under));
  return receipts;
}

async function performFor(order: Order, steps: readonly Step[], { token, world }: Under): Promise<Receipt> {
  const startedAt = world.clock.now();
  const { environment } = order.component;
  await guardAccount(order.component, world);
  const ledger = await world.ledger.refresh(environment);
  const facts = await readFacts(order, ledger, world);
  const coordinationCommit = await world.coordination.head();
  const nothing = {
    target: null,
    held: null,
    approval: null,
    delivered: [],
    overrides: overridesOf(world.flags),
  };
  const deployment = { verb: 'deploy' as const, order, ledger, facts, startedAt, token, coordinationCommit };
  return perform({ ...deployment, ...nothing }, steps, world);
}
