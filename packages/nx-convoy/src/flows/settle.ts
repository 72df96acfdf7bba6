import { isSettled, unconfirmed, unconfirmedBesidesLayers } from '../decide/confirm-live';
import type { LiveState } from '../model/live-state';
import type { Failure } from '../model/receipt';
import { resumeCommand } from './resume-command';
import type { Order } from './order';
import { misplaced } from './misplaced';
import { readLive } from './read-live';
import { rootCause } from './root-cause';
import { servedCommit } from './served-commit';
import type { World } from './world';

/** How long to wait until the next look, by how long it has taken already: a stack of an hour is not asked after twice a second. */
const PAUSES: readonly { readonly until: number; readonly milliseconds: number }[] = [
  { until: 10_000, milliseconds: 500 },
  { until: 60_000, milliseconds: 2_000 },
];
const LONG_PAUSE = 5_000;
const STACK_MINUTES = 60;
const PAGES_MINUTES = 20;

export interface Settled {
  readonly live: LiveState;
  readonly failure: Failure | null;
  readonly interrupted: boolean;
}

/** Waits until the providers are at rest and says whether they confirm the deploy: a command's exit code proves nothing. */
export async function settle(order: Order, since: string, world: World): Promise<Settled> {
  // From now on: the commands before this had time limits of their own.
  const minutes = order.component.pages === null ? STACK_MINUTES : PAGES_MINUTES;
  const began = Date.parse(world.clock.now());
  const elapsed = (): number => Date.parse(world.clock.now()) - began;
  for (;;) {
    const live = await readLive(order.component, order.pin, world);
    const served = await servedCommit(order.component, order.pin, live.pages?.head ?? null, world);
    const pages = pagesState(order, live, served);
    const atRest = isSettled(live) && pages !== 'building';
    const trouble = atRest
      ? [
          ...unconfirmed(order.component, live, order.proven),
          ...(pages === 'failure' ? pagesTrouble(live) : []),
          ...(pages === 'success' ? await misplaced(order, world) : []),
        ]
      : [];
    if (atRest && trouble.length === 0) return { live, failure: null, interrupted: false };
    if (world.interrupted()) return { live, failure: null, interrupted: true };
    if (atRest) {
      const causes = await explain(order, { live, since }, world);
      const failure = notConfirmed(order, [...trouble, ...causes]);
      const isLayers = pages !== 'failure' && unconfirmedBesidesLayers(order.component, live).length === 0;
      const remedy = isLayers && order.proven === null ? alignThenDeploy(order) : failure.remedy;
      return { live, failure: { ...failure, remedy }, interrupted: false };
    }
    if (elapsed() > minutes * 60_000) {
      const late = [`the provider did not come to rest within ${minutes} minutes`];
      return { live, failure: notConfirmed(order, late), interrupted: false };
    }
    await world.clock.pause(pauseAfter(elapsed()));
  }
}

function pauseAfter(elapsed: number): number {
  return PAUSES.find(({ until }) => elapsed < until)?.milliseconds ?? LONG_PAUSE;
}

function notConfirmed(order: Order, lines: readonly string[]): Failure {
  return {
    code: 'CONVOY_NOT_CONFIRMED',
    step: 'confirm with the provider',
    message: lines.join('\n'),
    remedy: resumeCommand(order),
  };
}

/** A deploy that finds its stack unchanged gives nobody a layer that came from elsewhere. */
function alignThenDeploy({ component: { environment } }: Order): string {
  return [
    `npx nx run convoy:layers:${environment} --align`,
    `npx nx run-many -t deploy --configuration=${environment}`,
  ].join('\n');
}

type PagesState = 'none' | 'building' | 'success' | 'failure';

function pagesState(order: Order, live: LiveState, served: string): PagesState {
  if (order.component.pages === null) return 'none';
  const deployment = live.pages?.deployment ?? null;
  if (deployment === null || deployment.commit !== served) return 'building';
  if (deployment.status === 'failure' || deployment.status === 'canceled') return 'failure';
  return deployment.stage === 'deploy' && deployment.status === 'success' ? 'success' : 'building';
}

function pagesTrouble(live: LiveState): string[] {
  const deployment = live.pages?.deployment;
  return [
    `Pages deployment ${deployment?.id.slice(0, 8) ?? ''}: stage ${deployment?.stage ?? ''} ${deployment?.status ?? ''}`,
  ];
}

interface Trouble {
  readonly live: LiveState;
  readonly since: string;
}

async function explain(order: Order, { live, since }: Trouble, world: World): Promise<string[]> {
  const cause = await rootCause(order.component, since, world);
  const log = await buildLog(order, live, world);
  return [cause, log].filter((line): line is string => line !== null);
}

async function buildLog(order: Order, live: LiveState, world: World): Promise<string | null> {
  const deployment = live.pages?.deployment ?? null;
  if (order.component.pages === null || deployment?.status !== 'failure') return null;
  const log = await world.pages.log(order.component.pages, deployment.id);
  return log.split('\n').slice(-15).join('\n').trim();
}
