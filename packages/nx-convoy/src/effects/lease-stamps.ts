import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { isCoordinationError } from '../model/coordination-error';
import { errorCode } from './error-code';
import { holdLock } from './hold-lock';
import { openHome } from './open-home';
import type { Clock } from './ports';
import { writeFileAtomically } from './write-file-atomically';

/** A moment by both clocks: the monotonic one may stand still while the machine sleeps, the other may be set. */
export const momentSchema = z.object({ monotonic: z.number(), at: z.string() });
export type Moment = z.infer<typeof momentSchema>;

const proofSchema = z.object({ token: z.string(), proven: momentSchema });

/** What the processes of one run know of the lock that the run holds. */
export interface LeaseStamp {
  readonly token: string;
  readonly state: 'held' | 'lost' | 'freed';
  /** How long ago the remote last proved it; endless where the clocks make no sense. */
  readonly ageMilliseconds: number;
}

/** Shared by all processes of one run. What was lost or freed stays so. */
export interface LeaseStamps {
  /** The moment to hand to `prove`: taken before the remote is asked. */
  now(): Moment;
  read(environment: string): Promise<LeaseStamp | null>;
  prove(environment: string, token: string, moment: Moment): Promise<void>;
  lose(environment: string, token: string): Promise<void>;
  free(environment: string, token: string): Promise<void>;
  /** Runs the work alone among the processes of the run; null: another was at it, and it was not to be waited for. */
  alone<T>(name: string, work: () => Promise<T>, longestMilliseconds: number): Promise<T | null>;
}

export interface LeaseStampsOptions {
  /** The folder `.convoy` of the workspace. */
  readonly home: string;
  readonly run: string;
  readonly clock: Clock;
  readonly monotonic: () => number;
}

/** As files below `.convoy/runs/<run>/shared/`: one that is written again with each proof, one more for the end of each token. */
export function createLeaseStamps(options: LeaseStampsOptions): LeaseStamps {
  const { clock, monotonic } = options;
  const folder = join(options.home, 'runs', options.run, 'shared');
  const proofPath = (environment: string): string =>
    join(folder, `lease-${encodeURIComponent(environment)}.json`);
  const endPath = (environment: string, token: string): string =>
    join(folder, `lease-${encodeURIComponent(environment)}-${token}.end`);
  const now = (): Moment => ({ monotonic: monotonic(), at: clock.now() });
  const end = async (path: string, how: 'lost' | 'freed'): Promise<void> => {
    await mkdir(folder, { recursive: true });
    // The first word stands: a lock that was freed was not lost, and the other way round.
    await writeFile(path, how, { flag: 'wx' }).catch((cause: unknown) => {
      if (errorCode(cause) !== 'EEXIST') throw cause;
    });
  };
  return {
    now,
    read: async (environment) => {
      const text = await textOrNull(proofPath(environment));
      if (text === null) return null;
      const { token, proven } = proofSchema.parse(JSON.parse(text));
      const ended = await textOrNull(endPath(environment, token));
      const state = ended === null ? 'held' : ended === 'freed' ? 'freed' : 'lost';
      return { token, state, ageMilliseconds: ageOf(proven, now()) };
    },
    prove: async (environment, token, proven) => {
      await openHome(options.home);
      await writeFileAtomically(proofPath(environment), JSON.stringify({ token, proven }));
    },
    lose: (environment, token) => end(endPath(environment, token), 'lost'),
    free: (environment, token) => end(endPath(environment, token), 'freed'),
    alone: async (name, work, longestMilliseconds) => {
      await openHome(options.home);
      try {
        return await holdLock(join(folder, encodeURIComponent(name)), work, { longestMilliseconds });
      } catch (cause) {
        if (isCoordinationError(cause) && cause.code === 'CONVOY_MACHINE_BUSY') return null;
        throw cause;
      }
    },
  };
}

/** The longer of the two: neither a sleep of the machine nor a clock that was set may make a proof look fresh. */
export function ageOf(then: Moment, now: Moment): number {
  const ages = [now.monotonic - then.monotonic, Date.parse(now.at) - Date.parse(then.at)];
  return ages.some((age) => !(age >= 0)) ? Infinity : Math.max(...ages);
}

async function textOrNull(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    if (errorCode(cause) === 'ENOENT') return null;
    throw cause;
  }
}
