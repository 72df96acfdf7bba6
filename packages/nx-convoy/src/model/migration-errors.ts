import type { CoordinationError } from './coordination-error';
import { refusal } from './refusal';

// The part of the catalogue that concerns new migrations.

export function migrationsUndeclared(known: readonly string[]): CoordinationError {
  const said = known.length === 0 ? 'no component has' : `${known.length} components have`;
  return refusal('CONVOY_MIGRATION_COMPONENT', `${said} migrations in repos.json; one is needed`, {
    remedy: known.length === 0 ? 'declare “migrations” of a component' : `--component=<${known.join('|')}>`,
  });
}

export interface BreakingMigration {
  readonly component: string;
  readonly environment: string;
  /** Statement and what it breaks, then who uses it, a line each. */
  readonly lines: readonly string[];
}

export function migrationBreaks({ component, environment, lines }: BreakingMigration): CoordinationError {
  const what = `${component} has a migration that breaks code which is live in ${environment}`;
  const how = [
    'split it: expand first (add what is new, nullable or with a default), deploy the code that uses only that, contract in a later migration',
    '  rename → add the new one, fill it, write both; drop the old one later',
    '  change of type → the same with a new column',
    '  NOT NULL → a default or a filled column first; then a check that is not valid, validated, then NOT NULL',
    '  drop → deploy the code that does not use it any more; then drop',
  ];
  return refusal('CONVOY_MIGRATION_BREAKS', [what, ...lines, ...how].join('\n'), {
    remedy: `if it must be:  npx nx deploy ${component} --configuration=${environment} --breaking-migration --reason="…"`,
  });
}

export function migrationNotFound(name: string, number: number, branch: string): CoordinationError {
  return refusal('CONVOY_MIGRATION_NOT_FOUND', `${branch} has no migration ${number} “${name}”`, {
    remedy: 'name it as its file does, with the branch that it is on:  --feature=<branch>',
  });
}

export function migrationRejected(repo: string, branch: string, because: string): CoordinationError {
  return refusal('CONVOY_MIGRATION_REJECTED', `${branch} of ${repo} could not be pushed: ${because}`, {
    remedy: 'somebody may have been quicker: the same command again looks anew',
    blame: 'outside',
  });
}
