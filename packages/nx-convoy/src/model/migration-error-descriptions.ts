import type { ErrorDescription } from './error-descriptions';

/** The codes of new migrations. */
export const migrationErrorDescriptions = {
  CONVOY_MIGRATION_COMPONENT: {
    when: 'A migration was to be written, and it is not clear for which component: none has migrations, or several have.',
    action: 'Name it with `--component`.',
  },
  CONVOY_MIGRATION_BREAKS: {
    when: 'A migration drops, renames, changes the type of, or requires something that code which is live in the environment uses; PostgreSQL’s own parser reads the SQL, and what it does not know counts as breaking. Where local checkouts may be deployed it is told and not refused.',
    action:
      'Split it in expand and contract, as the message shows. If it must be: `--breaking-migration --reason="…"`, which is kept in the receipt.',
  },
  CONVOY_MIGRATION_NOT_FOUND: {
    when: 'A migration was to get another number, but the branch has none of that number and name.',
    action: 'Name it as its file does, and the branch that it is on.',
  },
  CONVOY_MIGRATION_REJECTED: {
    when: 'The branch of a new migration was refused by its remote: somebody pushed to it meanwhile, or a rule of the server. Nothing was changed.',
    action: 'The same command again.',
  },
} as const satisfies Readonly<Record<`CONVOY_${string}`, ErrorDescription>>;
