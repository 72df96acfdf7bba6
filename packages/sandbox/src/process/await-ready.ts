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
type Standing = 'starting' | 'ready' | 'ended';

/** Waits until a service that was just started answers; gives up at once when its process has ended. */
export async function awaitReady(order: ReadyOrder, answers: () => Promise<boolean>): Promise<void> {
  const look = async (): Promise<Standing> => {
    if (await answers()) return 'ready';
    return (await isRunning(order.process)) ? 'starting' : 'ended';
  };
  const standing = await poll(look, (seen) => seen !== 'starting', { within: order.within });
  if (standing === 'ready') return;
  const seconds = order.within / 1000;
  const what = standing === 'ended' ? 'ended before it was ready' : `did not answer within ${seconds} s`;
  throw new SandboxError(
    `${order.name} ${what}.\n${await readTail(order.log)}`,
    `The whole log: ${order.log}`,
  );
}
