import { SandboxError } from '../sandbox-error';
import { isRunning } from './is-running';
import { poll } from './poll';
import { readTail } from './read-tail';
import type { ServiceProcess } from './service-process';

export interface ReadyOrder {
  readonly name: string;
  readonly process: ServiceProcess;
  readonly log: string;
  readonly within: number;
}

/** Waits until a service that was just started answers; gives up at once when its process has ended. */
export async function awaitReady(order: ReadyOrder, answers: () => Promise<boolean>): Promise<void> {
  let ended = false;
  const settled = await poll(
    async () => {
      if (await answers()) return true;
      ended = !(await isRunning(order.process));
      return ended;
    },
    { within: order.within },
  );
  if (settled && !ended) return;
  const what = ended ? 'ended before it was ready' : `did not answer within ${order.within / 1000} s`;
  throw new SandboxError(
    `${order.name} ${what}.\n${await readTail(order.log)}`,
    `The whole log: ${order.log}`,
  );
}
