import type { ErrorDescription } from './error-descriptions';

/** The codes of alarms. */
export const alarmErrorDescriptions = {
  CONVOY_ALARMS_RED: {
    when: 'An alarm of the component was red before anything was done. After a deploy nobody could tell whether the deploy is why.',
    action:
      'See what it is about. If the deploy is what mends it: `--alarms-red --reason="…"`, which is kept in the receipt; then only alarms that were not red before count.',
  },
} as const satisfies Readonly<Record<`CONVOY_${string}`, ErrorDescription>>;
