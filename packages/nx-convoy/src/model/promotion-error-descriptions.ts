import type { ErrorDescription } from './error-descriptions';

/** The codes of promotions, and of other merges over several repositories. */
export const promotionErrorDescriptions = {
  CONVOY_PROMOTION_REFUSED: {
    when: 'Merges conflict, a tree was not verified in the earlier environment, a component’s own tests are red, or a sign-off is missing. Everything is computed before the first push, so nothing was changed.',
    action: 'Each line names repository or component and what is in the way; mend it, then the same command.',
  },
  CONVOY_PROMOTION_PATH: {
    when: 'The environments do not follow each other: `promotesFrom` in `repos.json` says otherwise.',
    action: 'Promote along the chain that `repos.json` declares.',
  },
  CONVOY_PUSH_UNDONE: {
    when: 'One of several pushes was refused by its remote: somebody else was quicker, or a rule of the server. The earlier ones were taken back, each only if nobody had pushed on top of it meanwhile; otherwise the message names it.',
    action:
      'Look at what the remote says; then the same command again. Branches that are named as not put back are for a person to look at.',
  },
  CONVOY_NOTHING_INTERRUPTED: {
    when: '`--abandon` takes back what an interrupted command pushed, and none was interrupted here.',
    action: 'Leave the flag out.',
  },
} as const satisfies Readonly<Record<`CONVOY_${string}`, ErrorDescription>>;
