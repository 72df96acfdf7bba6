import type { ErrorDescription } from './error-descriptions';

/** The codes of hotfixes. */
export const hotfixErrorDescriptions = {
  CONVOY_HOTFIX_COMPONENT: {
    when: 'A hotfix was to be started or pinned, and `--component` is missing.',
    action: 'Name the component that it mends.',
  },
  CONVOY_HOTFIX_ENVIRONMENT: {
    when: 'An environment was to be pinned to a hotfix, and `--environment` is missing.',
    action: 'Name the environment that it enters next.',
  },
  CONVOY_HOTFIX_EXISTS: {
    when: 'The branch of the hotfix exists at the remote already. A branch that somebody works on is never moved.',
    action: 'Go on with it, or choose another name.',
  },
  CONVOY_HOTFIX_REFUSED: {
    when: 'A hotfix conflicts with a branch that it must go into. All merges are computed before the first push, so nothing was changed.',
    action: 'Merge that branch into the hotfix by hand, or mend the branch; then the same command.',
  },
} as const satisfies Readonly<Record<`CONVOY_${string}`, ErrorDescription>>;
