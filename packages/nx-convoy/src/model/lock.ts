import { z } from 'zod';
import { worldNameSchema } from './receipt';

/** A process, told apart from a later one with the same number by when it started. */
export const processIdSchema = z.object({ pid: z.number().int(), startedAt: z.string() });
export type ProcessId = z.infer<typeof processIdSchema>;

/** What a run says of itself when it takes the lock of an environment. */
export const lockClaimSchema = z.object({
  version: z.literal(1),
  world: worldNameSchema,
  environment: z.string(),
  run: z.string(),
  who: z.string(),
  host: z.string(),
  /** What is being done: deploy, rollback … */
  verb: z.string(),
  since: z.iso.datetime({ offset: true }),
  /** Names this boot of this machine, the process namespace and the user; null where the system does not tell. */
  machine: z.string().nullable(),
  /** The processes that began the run; none: nobody can prove that it is gone. */
  processes: z.array(processIdSchema),
});
export type LockClaim = z.infer<typeof lockClaimSchema>;
/** What a run knows of itself; where and in which world it acts is added by whoever keeps the lock. */
export type RunClaim = Omit<LockClaim, 'version' | 'world' | 'environment'>;

/** A lock as it stands at the remote. */
export interface LockHolder {
  readonly claim: LockClaim;
  /** Fencing token: the commit that took the lock. */
  readonly token: string;
  /** The commit of the ref now: a new one with each heartbeat and each ledger push. */
  readonly beat: string;
  /** When that commit was made, by the holder's own clock: to be shown, never to be reckoned with. */
  readonly beatAt: string;
}

export type LockAttempt =
  | { readonly type: 'taken'; readonly token: string }
  | {
      readonly type: 'held';
      readonly holder: LockHolder;
      /** How long this machine has seen the ref unchanged, by its own monotonic clock. */
      readonly quietMilliseconds: number;
    };

export const LEASE_MILLISECONDS = 60_000;
export const BEAT_MILLISECONDS = 15_000;
/** No step starts when the lease was last proven longer ago than this: the rest is for the way to the remote. */
export const PROVEN_MILLISECONDS = 45_000;

/** Whether a lock is held by this very run: one whose answer was lost on the way had taken it. */
export function isSameRun(held: LockClaim, own: RunClaim): boolean {
  return (
    held.run === own.run &&
    held.who === own.who &&
    held.host === own.host &&
    held.since === own.since &&
    held.machine === own.machine
  );
}
