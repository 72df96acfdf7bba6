import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { SandboxError } from '../sandbox-error';
import { findProcess } from './process-table';
import { readTail } from './read-tail';
import type { ServiceProcess } from './service-process';

export interface StartOrder {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  readonly folder: string;
  readonly log: string;
  readonly identity?: { readonly uid: number; readonly gid: number };
}

/**
 * Starts a service that outlives this process: a session and process group of its own, and nothing of ours inherited, least of all
 * stdout (whoever waits for our output to close, as Nx does, would wait for the service).
 */
export async function startDetached(order: StartOrder): Promise<ServiceProcess> {
  const log = openSync(order.log, 'a', 0o600);
  try {
    const child = spawn(order.command, [...order.args], {
      cwd: order.folder,
      env: order.environment,
      detached: true,
      windowsHide: true,
      stdio: ['ignore', log, log],
      ...order.identity,
    });
    await once(child, 'spawn').catch((cause: unknown) => {
      throw new SandboxError(
        `${order.name} could not be started: ${String(cause)}`,
        `Is ${order.command} there?`,
        cause,
      );
    });
    child.unref();
    return await identify(order, child.pid ?? 0);
  } finally {
    closeSync(log);
  }
}

async function identify(order: StartOrder, pid: number): Promise<ServiceProcess> {
  const found = await findProcess(pid);
  if (found !== undefined) return { pid, startedAt: found.startedAt };
  throw new SandboxError(
    `${order.name} ended as soon as it was started.\n${await readTail(order.log)}`,
    `Read ${order.log}.`,
  );
}
