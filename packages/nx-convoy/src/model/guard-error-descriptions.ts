import type { ErrorDescription } from './error-descriptions';

const REASON = '`--reason="…"`';

/** The codes of guards: whether what was asked for may happen, here and now. */
export const guardErrorDescriptions = {
  // What was typed.
  CONVOY_FLAG_INVALID: {
    when: 'A flag that holds for the whole run has a value that cannot be meant, none at all, or was given twice.',
    action: 'Type the value that the message names.',
  },
  CONVOY_FLAG_MISPLACED: {
    when: 'A flag was given without what belongs to it, or with a target for which it means nothing.',
    action: 'The message names where it belongs.',
  },
  CONVOY_REASON_MISSING: {
    when: 'A flag passes a guard, and no reason was given, or an empty one.',
    action: `Add ${REASON}; it is kept in the ledger.`,
  },
  CONVOY_CONFIRM_MISSING: {
    when: 'The environment is protected and the run was not confirmed, or the name that confirms it is that of another environment.',
    action: 'Add `--confirm=<environment>`, in CI too.',
  },
  CONVOY_SOURCE_FORBIDDEN: {
    when: 'A local checkout was to be deployed to an environment without `allowSource` in repos.json.',
    action: 'Push the commit and pin it.',
  },
} as const satisfies Readonly<Record<`CONVOY_${string}`, ErrorDescription>>;
