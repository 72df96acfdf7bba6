import { execFile } from 'node:child_process';
import { platform } from 'node:os';
import { promisify } from 'node:util';
import { errorCode } from '../error-code';
import { isRunning } from './is-running';
import { poll } from './poll';
import { findGroup, findProcess } from './process-table';
import type { ServiceProcess } from './service-process';

export interface StopOrder {
  readonly process: ServiceProcess;
  readonly signal: NodeJS.Signals;
  /** How long it may take to end by itself, in milliseconds. */
  readonly patience: number;
}
export type StopOutcome = 'was gone' | 'stopped' | 'killed';

/** Stops a service by its own pid, then whatever it left in its process group. Never touches a process that merely has its old pid. */
export async function stopProcess(order: StopOrder): Promise<StopOutcome> {
  const outcome = await stopLeader(order);
  await stopFollowers(order.process);
  return outcome;
}

async function stopLeader({ process: service, signal, patience }: StopOrder): Promise<StopOutcome> {
  if (!(await isRunning(service))) return 'was gone';
  send(service.pid, signal);
  const isGone = async (): Promise<boolean> => !(await isRunning(service));
  if (await poll(isGone, Boolean, { within: patience })) return 'stopped';
  await killTree(service.pid);
  await poll(isGone, Boolean, { within: 5_000 });
  return 'killed';
}

/** A pid is not given out again while a process group still bears it: members of the group are ours unless the leader is a stranger. */
async function stopFollowers(service: ServiceProcess): Promise<void> {
  const leader = await findProcess(service.pid);
  if (leader !== undefined && leader.startedAt !== service.startedAt) return;
  const isEmpty = async (): Promise<boolean> => (await findGroup(service.pid)).length === 0;
  // Workers whose parent has just gone end by themselves: let them.
  if (await poll(isEmpty, Boolean, { within: 500 })) return;
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    send(-service.pid, signal);
    if (await poll(isEmpty, Boolean, { within: 2_000 })) return;
  }
}

async function killTree(pid: number): Promise<void> {
  if (platform() !== 'win32') {
    send(pid, 'SIGKILL');
    return;
  }
  await promisify(execFile)('taskkill', ['/pid', String(pid), '/T', '/F']).catch(() => undefined);
}

/** A process that ended in the meantime is what we wanted. */
function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (errorCode(error) !== 'ESRCH') throw error;
  }
}
