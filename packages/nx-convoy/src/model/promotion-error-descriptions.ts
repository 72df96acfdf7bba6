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
    when: 'One of several pushes did not come about: somebody else was quicker, a rule of the server, or the remote went away. The earlier ones were taken back, each only if nobody had pushed on top of it meanwhile; what could not be put back is named, with why. Where a later try may (the remote was away, or its rules forbid going back) it is remembered.',
    action:
      'Look at what the remote says; then the same command again. What is remembered goes on where it stopped, or is taken back with `--abandon`. A branch that somebody pushed on top of is for people to talk about.',
  },
  CONVOY_LANDING_ELSEWHERE: {
    when: 'The same command ran twice at once in one checkout, and the other one ended or began its work while this one waited or planned.',
    action: 'Look at what the other one said; then the same command again: it plans anew, or goes on.',
  },
  CONVOY_NOTHING_INTERRUPTED: {
    when: '`--abandon` takes back what an interrupted command pushed, and none was interrupted here.',
    action: 'Leave the flag out.',
  },
} as const satisfies Readonly<Record<`CONVOY_${string}`, ErrorDescription>>;
