import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { findProcess } from '../process/process-table';
import type { ServiceProcess } from '../process/service-process';
import { stopProcess } from '../process/stop-process';
import { SandboxError } from '../sandbox-error';

export interface ProgramOrder {
  readonly argv: readonly string[];
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly limit: number;
  readonly signal: AbortSignal;
  readonly onLine: (line: string) => void;
  readonly onStart: (process: ServiceProcess) => Promise<void>;
}

/** Runs one program of a build in a process group of its own. Nothing of the group outlives it, whatever the program started. */
export async function runProgram(order: ProgramOrder): Promise<void> {
  const [command = '', ...words] = order.argv;
  order.signal.throwIfAborted();
  const child = spawn(command, words, {
    cwd: order.folder,
    env: order.environment,
    detached: true,
    windowsHide: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const streams = [child.stdout, child.stderr].map((stream) => readLines(stream, order.onLine));
  await once(child, 'spawn');
  const ended = once(child, 'exit');
  const found = await findProcess(child.pid ?? 0);
  const program = { pid: child.pid ?? 0, startedAt: found?.startedAt ?? 'ended' };
  const stop = () => stopProcess({ process: program, signal: 'SIGKILL', patience: 5_000 });
  const kill = (): void => void stop().catch(() => undefined);
  // No `AbortSignal.any` over a timeout: Node 20 may collect it, and then nothing ends the program.
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), order.limit);
  for (const each of [late.signal, order.signal]) each.addEventListener('abort', kill, { once: true });
  if (order.signal.aborted) kill();
  await order.onStart(program);
  const [code, signal] = (await ended) as [number | null, string | null];
  clearTimeout(timer);
  order.signal.removeEventListener('abort', kill);
  // Also what the program left in the background: it would hold our pipes open.
  await stop();
  await Promise.all(streams);
  order.signal.throwIfAborted();
  if (code === 0) return;
  const how = late.signal.aborted
    ? `took longer than ${order.limit} ms`
    : `ended with ${signal ?? String(code)}`;
  throw new SandboxError(`${order.argv.join(' ')} ${how}`, 'Read the log of the deployment.');
}

async function readLines(stream: Readable, onLine: (line: string) => void): Promise<void> {
  for await (const line of createInterface({ input: stream, crlfDelay: Infinity })) onLine(line);
}
