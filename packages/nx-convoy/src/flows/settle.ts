import { isSettled, unconfirmed } from '../decide/confirm-live';
import type { LiveState } from '../model/live-state';
import type { Failure } from '../model/receipt';
import { resumeCommand } from './perform-steps';
import type { Order } from './order';
import { readLive } from './read-live';
import { rootCause } from './root-cause';
import type { World } from './world';

const PAUSE_MILLISECONDS = 500;
const STACK_MINUTES = 60;
const PAGES_MINUTES = 20;

export interface Settled {
  readonly live: LiveState;
  readonly failure: Failure | null;
  readonly interrupted: boolean;
}

/** Waits until the providers are at rest and says whether they confirm the deploy: a command's exit code proves nothing. */
export async function settle(order: Order, since: string, world: World): Promise<Settled> {
  const deadline =
    Date.parse(since) + (order.component.pages === null ? STACK_MINUTES : PAGES_MINUTES) * 60_000;
  for (;;) {
    const live = await readLive(order.component, order.pin, world);
    const atRest = isSettled(live) && pagesState(order, live) !== 'building';
    const trouble = atRest ? [...unconfirmed(order.component, live), ...pagesTrouble(order, live)] : [];
    if (atRest && trouble.length === 0) return { live, failure: null, interrupted: false };
    if (world.interrupted()) return { live, failure: null, interrupted: true };
    if (atRest || Date.parse(world.clock.now()) > deadline) {
      const message = atRest
        ? await explain(order, live, trouble, since, world)
        : 'the provider did not come to rest in time';
      return {
        live,
        failure: {
          code: 'CONVOY_NOT_CONFIRMED',
          step: 'confirm with the provider',
          message,
          remedy: resumeCommand(order),
        },
        interrupted: false,
      };
    }
    await world.clock.pause(PAUSE_MILLISECONDS);
  }
}

function pagesState(order: Order, live: LiveState): 'none' | 'building' | 'success' | 'failure' {
  if (order.component.pages === null) return 'none';
  const deployment = live.pages?.deployment ?? null;
  if (deployment === null || deployment.commit !== order.pin.commit) return 'building';
  if (deployment.status === 'failure' || deployment.status === 'canceled') return 'failure';
  return deployment.stage === 'deploy' && deployment.status === 'success' ? 'success' : 'building';
}

function pagesTrouble(order: Order, live: LiveState): string[] {
  if (pagesState(order, live) !== 'failure') return [];
  const deployment = live.pages?.deployment;
  return [
    `Pages deployment ${deployment?.id.slice(0, 8) ?? ''}: stage ${deployment?.stage ?? ''} ${deployment?.status ?? ''}`,
  ];
}

async function explain(
  order: Order,
  live: LiveState,
  trouble: readonly string[],
  since: string,
  world: World,
): Promise<string> {
  const cause = await rootCause(order.component, since, world);
  const log = await buildLog(order, live, world);
  return [...trouble, cause, log].filter((line): line is string => line !== null).join('\n');
}

async function buildLog(order: Order, live: LiveState, world: World): Promise<string | null> {
  const deployment = live.pages?.deployment ?? null;
  if (order.component.pages === null || deployment?.status !== 'failure') return null;
  const log = await world.pages.log(order.component.pages, deployment.id);
  return log.split('\n').slice(-15).join('\n').trim();
}
