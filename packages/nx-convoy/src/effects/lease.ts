import { isCoordinationError } from '../model/coordination-error';
import { BEAT_MILLISECONDS, PROVEN_MILLISECONDS, type LockHolder, type RunClaim } from '../model/lock';
import { lockHeld, lockLost } from '../model/lock-errors';
import { beatAlong } from './beat-along';
import type { LeaseStamps } from './lease-stamps';
import type { Clock, Lease, Locks } from './ports';

export interface LeaseOptions {
  readonly locks: Locks;
  readonly stamps: LeaseStamps;
  readonly clock: Clock;
  /** What the run says of itself: the same in all its processes. */
  readonly claim: Omit<RunClaim, 'verb'>;
  /** How long to wait for a lock that another run holds. */
  readonly waitSeconds: number;
  /** Told once per wait who holds it. */
  readonly onWait: (environment: string, holder: LockHolder) => void;
  readonly provenMilliseconds?: number;
  readonly beatMilliseconds?: number;
}

export interface Beating {
  /**
   * Shows that the run is alive, once per run and interval however many of its processes do this, until the answer is called. `onLost` is
   * told once when the lock is no longer this run's. Only for executors: a hook may outlive its run.
   */
  beating(environment: string, onLost: () => void): () => void;
}

/** Beyond the time that the person allowed: for those of the run that are ahead of us. */
const COURTESY_MILLISECONDS = 60_000;
const POLL_MILLISECONDS = 1_000;

/** The lock as one run holds it, over all its processes: what one of them proved or lost holds for all. */
export function createLease(options: LeaseOptions): Lease & Beating {
  const { stamps, provenMilliseconds = PROVEN_MILLISECONDS, beatMilliseconds = BEAT_MILLISECONDS } = options;
  const heldToken = async (environment: string): Promise<string | null> => {
    const stamp = await stamps.read(environment);
    if (stamp?.state === 'lost') throw await lostTo(environment, options);
    return stamp?.state === 'held' ? stamp.token : null;
  };
  return {
    take: async (environment, verb) => {
      const known = await heldToken(environment);
      if (known !== null) return known;
      // Processes of one run that begin together would be each other's rivals.
      const longest = options.waitSeconds * 1_000 + COURTESY_MILLISECONDS;
      const work = async (): Promise<string> =>
        (await heldToken(environment)) ?? (await acquire(environment, verb, options));
      return (await stamps.alone(`take-${environment}`, work, longest)) ?? work();
    },
    token: async (environment) => {
      const stamp = await stamps.read(environment);
      return stamp?.state === 'held' ? stamp.token : null;
    },
    confirm: async (environment) => {
      const stamp = await stamps.read(environment);
      if (stamp?.state !== 'held') throw await lostTo(environment, options);
      if (stamp.ageMilliseconds <= provenMilliseconds) return;
      if ((await beatOnce(environment, stamp.token, options)) === 'lost')
        throw await lostTo(environment, options);
    },
    beating: (environment, onLost) =>
      beatAlong({
        environment,
        onLost,
        stamps,
        beatMilliseconds,
        beat: (token) => beatOnce(environment, token, options),
      }),
  };
}

/** Tries until it is taken or the person's patience ends. */
async function acquire(environment: string, verb: string, options: LeaseOptions): Promise<string> {
  const { locks, stamps, clock, claim, waitSeconds, onWait } = options;
  const begun = Date.parse(clock.now());
  for (let told = false; ; told = true) {
    const moment = stamps.now();
    const attempt = await locks.attempt(environment, { ...claim, verb });
    if (attempt.type === 'taken') {
      await stamps.prove(environment, attempt.token, moment);
      return attempt.token;
    }
    const { holder, quietMilliseconds } = attempt;
    const now = clock.now();
    if (Date.parse(now) - begun >= waitSeconds * 1_000)
      throw lockHeld({ environment, holder, quietMilliseconds, now });
    if (!told) onWait(environment, holder);
    await clock.pause(POLL_MILLISECONDS * (1 + Math.random()));
  }
}

async function beatOnce(
  environment: string,
  token: string,
  options: LeaseOptions,
): Promise<'beaten' | 'lost'> {
  const { locks, stamps } = options;
  const moment = stamps.now();
  const beat = await locks.beat(environment, token);
  if (beat === 'beaten') await stamps.prove(environment, token, moment);
  else await stamps.lose(environment, token);
  return beat;
}

/** Who has it now is said where it can be learnt. */
async function lostTo(environment: string, { locks }: LeaseOptions): Promise<Error> {
  const holder = await locks.look(environment).catch((cause: unknown) => {
    if (isCoordinationError(cause)) return null;
    throw cause;
  });
  return lockLost(environment, holder);
}
