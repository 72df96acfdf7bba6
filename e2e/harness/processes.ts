import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { RunningNx } from './run-nx';

export interface Found {
  readonly pid: number;
  readonly words: string;
}

/** Processes of a run: those that were started with its id in their environment, and the guards of its commands. */
export function processesOf(run: string): Found[] {
  return allProcesses().filter(({ pid, words }) => {
    if (words.includes(`guard.mjs --run=${run}`)) return true;
    const environment = read(join('/proc', String(pid), 'environ'));
    return environment.split('\0').some((each) => each.startsWith('CONVOY_RUN=') && each.includes(run));
  });
}

/** Processes that were told to work in a folder, as their command line or working folder says. */
export function allProcesses(): Found[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({
      pid: Number(name),
      words: read(join('/proc', name, 'cmdline'))
        .split('\0')
        .join(' '),
    }));
}

/** The id of the run that a started nx is, as soon as it has said so. */
export function runOf({ output }: RunningNx): Promise<string> {
  return until('the id of the run', () => / · run ([0-9a-f]{8}) · /.exec(output())?.[1] ?? null);
}

type Looked<T> = T | null | false;

/** Waits for something that other processes bring about; a test that waits in vain says for what. */
export async function until<T>(
  what: string,
  look: () => Looked<T> | Promise<Looked<T>>,
  seconds = 60,
): Promise<T> {
  for (const end = Date.now() + seconds * 1000; ;) {
    const found = await look();
    if (found !== null && found !== false) return found;
    if (Date.now() > end) throw new TypeError(`waited ${seconds} s in vain for ${what}`);
    await pause(100);
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
