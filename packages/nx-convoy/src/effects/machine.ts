import { readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { hrtime } from 'node:process';
import type { LockClaim, ProcessId } from '../model/lock';
import { errorCode } from './error-code';
import { isAliveOf } from './processes-of-run';

/** This machine as far as it tells whether a run on it is gone. */
export interface Machine {
  /** Names this boot, the process namespace and the user; null: the system does not tell. Two processes with the same name can see each other. */
  identity(): Promise<string | null>;
  /** Names the clock of `monotonic`: what was read under another name must not be compared. */
  boot(): Promise<string>;
  /** Milliseconds of a clock that all processes of this boot share, that nobody sets, and that goes on while a process is stopped. */
  monotonic(): number;
  /** The processes, as far as they are there. */
  processes(pids: readonly number[]): Promise<ProcessId[]>;
  /** Whether it is proven that nothing of the run is left: same machine, its first processes gone, and no process belongs to it. */
  isGone(claim: LockClaim): Promise<boolean>;
}

export interface MachineOptions {
  /** Where the system tells about processes; another one in tests. */
  readonly proc?: string;
  readonly platform?: NodeJS.Platform;
  readonly user?: number | null;
}

export function createMachine(options: MachineOptions = {}): Machine {
  const { proc = '/proc', platform = process.platform } = options;
  const user = options.user === undefined ? (process.getuid?.() ?? null) : options.user;
  const isTold = platform === 'linux' && user !== null;
  const identity = async (): Promise<string | null> => {
    if (!isTold) return null;
    const [boot, namespace] = await Promise.all([bootId(proc), linkOrNull(join(proc, 'self/ns/pid'))]);
    return boot === null || namespace === null ? null : `${boot} ${namespace} user:${user}`;
  };
  return {
    identity,
    boot: async () => {
      if (platform !== 'linux') return '';
      // A container may have a clock of its own.
      return `${(await bootId(proc)) ?? ''} ${(await linkOrNull(join(proc, 'self/ns/time'))) ?? ''}`;
    },
    monotonic: () => Number(hrtime.bigint() / 1_000_000n),
    processes: async (pids) => {
      if (!isTold) return [];
      const found = await Promise.all(pids.map((pid) => processOf(proc, pid)));
      return found.filter((each) => each !== null);
    },
    isGone: async (claim) => {
      const own = await identity();
      if (own === null || user === null || claim.machine !== own || claim.processes.length === 0)
        return false;
      const now = await Promise.all(claim.processes.map(({ pid }) => processOf(proc, pid)));
      const isThere = claim.processes.some(({ startedAt }, index) => now[index]?.startedAt === startedAt);
      return !isThere && !(await isAliveOf(claim.run, { proc, user }));
    },
  };
}

/** Null: it is not there, or nothing but its number is left of it. */
async function processOf(proc: string, pid: number): Promise<ProcessId | null> {
  const text = await textOrNull(join(proc, String(pid), 'stat'));
  // The name of the program stands in brackets and may hold anything, brackets and blanks too.
  const fields = text?.slice(text.lastIndexOf(')') + 2).split(' ') ?? [];
  const [state = 'X'] = fields;
  return 'ZX'.includes(state) ? null : { pid, startedAt: fields[STARTED] ?? '' };
}
/** Field 22 of /proc/<pid>/stat, counted from the state, which is field 3. */
const STARTED = 19;

async function bootId(proc: string): Promise<string | null> {
  return (await textOrNull(join(proc, 'sys/kernel/random/boot_id')))?.trim() ?? null;
}

async function textOrNull(path: string): Promise<string | null> {
  return unlessMissing(readFile(path, 'utf8'));
}

async function linkOrNull(path: string): Promise<string | null> {
  return unlessMissing(readlink(path));
}

async function unlessMissing(reading: Promise<string>): Promise<string | null> {
  try {
    return await reading;
  } catch (cause) {
    if (['ENOENT', 'ESRCH', 'EACCES', 'ENOTDIR'].includes(errorCode(cause) ?? '')) return null;
    throw cause;
  }
}
