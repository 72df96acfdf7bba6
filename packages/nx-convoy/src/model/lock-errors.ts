import type { CoordinationError } from './coordination-error';
import type { LockHolder } from './lock';
import { LEASE_MILLISECONDS } from './lock';
import { refusal } from './refusal';

// The part of the catalogue that concerns the lock of an environment, and what waits to be delivered to its ledger.

export interface HeldLock {
  readonly environment: string;
  readonly holder: LockHolder;
  /** How long this machine has seen no sign of life. */
  readonly quietMilliseconds: number;
  /** The time here, ISO 8601. */
  readonly now: string;
}

export function lockHeld(facts: HeldLock): CoordinationError {
  const { environment, holder, now } = facts;
  const { claim } = holder;
  const silent = Math.max(facts.quietMilliseconds, Date.parse(now) - Date.parse(holder.beatAt), 0);
  const about = `run ${claim.run}, since ${clockTime(claim.since, now)}, last sign of life ${inWords(silent)} ago`;
  return refusal(
    'CONVOY_LOCK_HELD',
    `${environment} is being ${DOING[claim.verb] ?? 'worked on'} by ${claim.who} (${about})`,
    {
      remedy: [
        `wait for it:  … --wait-for-lock=600        (it frees itself after ${inWords(LEASE_MILLISECONDS)} without a sign of life)`,
        ...(silent < LEASE_MILLISECONDS / 2
          ? []
          : [`if you know that the run is gone:  npx nx run convoy:unlock:${environment} --reason="…"`]),
      ].join('\n'),
      blame: 'outside',
    },
  );
}

/** The run went on without its lock: paused for too long, cut off for too long, or unlocked by a person. */
export function lockLost(environment: string, holder: LockHolder | null): CoordinationError {
  const now =
    holder === null
      ? 'nobody has it now'
      : `${holder.claim.who} has it now (run ${holder.claim.run}, ${holder.claim.verb})`;
  return refusal(
    'CONVOY_LOCK_LOST',
    `this run lost the lock of ${environment}: ${now}; it writes nothing and starts nothing any more`,
    {
      remedy: `look what is live:  npx nx run convoy:status:${environment}        then the same command again`,
    },
  );
}

export function outboxCorrupt(path: string, what: string): CoordinationError {
  return refusal(
    'CONVOY_OUTBOX_CORRUPT',
    `${path}, which waits to be delivered to the ledger, cannot be read: ${what}`,
    {
      remedy: `look at the file; nothing is deployed from here until it is mended or moved away:  less ${path}`,
    },
  );
}

/** Verbs of claims, as what is being done to the environment. */
const DOING: Readonly<Record<string, string>> = {
  deploy: 'deployed',
  rollback: 'rolled back',
  verify: 'verified',
  release: 'released',
};

/** Hour and minute; with the date where it is not today. */
function clockTime(at: string, now: string): string {
  const [date = '', time = ''] = utc(at).split('T');
  const isToday = utc(now).startsWith(date);
  return `${isToday ? '' : `${date} `}${time.slice(0, 5)} UTC`;
}

function utc(at: string): string {
  return new Date(at).toISOString();
}

function inWords(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}
