import type { ErrorDescription } from './error-descriptions';

/** The codes of lock and delivery: whether this run may write to the environment. */
export const lockErrorDescriptions = {
  CONVOY_LOCK_HELD: {
    when: 'Another run works on the environment; one run at a time does. The message tells who, where, since when, and the last sign of life.',
    action:
      'Wait for it (`--wait-for-lock=<seconds>`). The lock of a run that died frees itself after 60 seconds, at once on the same machine; `unlock` takes it away by hand.',
  },
  CONVOY_LOCK_LOST: {
    when: 'The run was paused or cut off for longer than its lease, and another took over, or a person unlocked the environment. What it did is in the ledger as far as it was written; it writes and starts nothing any more.',
    action:
      'Look at the status of the environment, then the same command again: it waits its turn and does what is missing.',
  },
  CONVOY_OUTBOX_CORRUPT: {
    when: 'A record that an earlier run could not deliver to the ledger is kept in a file on this machine, and the file cannot be read.',
    action: 'Mend the file, or move it away once you know what it said. It is never deleted by itself.',
  },
} as const satisfies Readonly<Record<`CONVOY_${string}`, ErrorDescription>>;
