import { judgeMetrics } from '../decide/bake/judge-metrics';
import { isCoordinationError } from '../model/coordination-error';
import type { Bounds } from '../model/resolved-component';
import type { BakeMetrics } from '../model/function-metrics';
import { badChecks, type CheckResult } from '../model/verdict';
import type { Order } from './order';
import type { OutputValues } from './outputs';
import { verifyLive } from './verify-live';
import type { World } from './world';

const HOUR = 60 * 60_000;
const EVERY_SECONDS = 30;
/** A signal is heard within this. */
const PAUSE_MILLISECONDS = 1_000;

export interface Baked {
  /** Of the last look, with what the functions did as one more. */
  readonly checks: readonly CheckResult[];
  /** null: the component has no functions, or the provider could not be asked. */
  readonly metrics: BakeMetrics | null;
  /** A signal ended it before its time. */
  readonly cutShort: boolean;
}

/**
 * Watches a component that has passed its checks for the environment's bake time: the checks are asked again and again, and what its functions do is held against the
 * bounds. Ends early with the first look that is not well, and when a signal asks. null: the environment has no bake time.
 */
export async function bake(order: Order, outputs: OutputValues, world: World): Promise<Baked | null> {
  const declared = order.manifest.environments[order.component.environment]?.bake;
  if (declared === undefined) return null;
  const { minutes, everySeconds = EVERY_SECONDS } = declared;
  const from = world.clock.now();
  world.output.line(`${order.component.name}: watched for ${minutes} min, a look every ${everySeconds} s`);
  const ends = Date.parse(from) + minutes * 60_000;
  const left = (): number => ends - Date.parse(world.clock.now());
  for (;;) {
    await pauseUntil(Math.min(everySeconds * 1000, left()), world);
    const seen = await look({ order: watching(order), outputs, from }, world);
    const cutShort = world.interrupted() && left() > 0;
    if (cutShort || left() <= 0 || badChecks(seen.checks).length > 0) return { ...seen, cutShort };
  }
}

async function pauseUntil(milliseconds: number, world: World): Promise<void> {
  const end = Date.parse(world.clock.now()) + milliseconds;
  for (;;) {
    const left = end - Date.parse(world.clock.now());
    if (left <= 0 || world.interrupted()) return;
    await world.clock.pause(Math.min(PAUSE_MILLISECONDS, left));
  }
}

/** Alarms count in the bake time whether or not a check names them. */
function watching(order: Order): Order {
  const { component } = order;
  const { checks, alarms } = component;
  if (alarms.length === 0 || checks.some(({ kind }) => kind === 'alarms')) return order;
  return { ...order, component: { ...component, checks: [...checks, { kind: 'alarms' }] } };
}

interface Watching {
  readonly order: Order;
  readonly outputs: OutputValues;
  /** When the bake time began. */
  readonly from: string;
}

async function look({ order, outputs, from }: Watching, world: World): Promise<Omit<Baked, 'cutShort'>> {
  const checks = await verifyLive(order, outputs, world);
  const { metrics, check } = await lookAtMetrics(order, from, world);
  if (check !== null) world.output.line(`${order.component.name}: ${check.evidence}`);
  return { checks: check === null ? checks : [...checks, check], metrics };
}

async function lookAtMetrics(
  order: Order,
  from: string,
  world: World,
): Promise<{ metrics: BakeMetrics | null; check: CheckResult | null }> {
  const { component } = order;
  const names = component.observes.functions.map(({ name }) => name);
  if (names.length === 0) return { metrics: null, check: null };
  const began = Date.parse(world.clock.now());
  const head = (): Pick<CheckResult, 'name' | 'milliseconds'> => ({
    name: 'functions since the deploy',
    milliseconds: Date.parse(world.clock.now()) - began,
  });
  try {
    const metrics = await readMetrics(order, from, world);
    const { exceeded, evidence } = judgeMetrics({ ...metrics, bounds: component.bounds });
    if (exceeded.length === 0) return { metrics, check: { ...head(), verdict: 'passed', evidence } };
    const said = `${exceeded.join('; ')}: ${evidence}`;
    return { metrics, check: { ...head(), verdict: 'failed', evidence: said } };
  } catch (cause) {
    if (!isCoordinationError(cause)) throw cause;
    const unasked = { ...head(), verdict: 'inconclusive' as const, evidence: cause.message };
    // Numbers that nothing is held against are worth telling, not worth failing for.
    const optional = isBounded(component.bounds) ? {} : { optional: true };
    return { metrics: null, check: { ...unasked, ...optional, remedy: cause.remedy } };
  }
}

async function readMetrics({ component }: Order, from: string, world: World): Promise<BakeMetrics> {
  const names = component.observes.functions.map(({ name }) => name);
  const watch = world.watch(component.region);
  const to = world.clock.now();
  const hourBefore = new Date(Date.parse(from) - HOUR).toISOString();
  const before = await watch.functionMetrics(names, { from: hourBefore, to: from });
  return { from, to, before, after: await watch.functionMetrics(names, { from, to }) };
}

function isBounded(bounds: Bounds): boolean {
  return Object.values(bounds).some((bound) => bound !== undefined);
}
