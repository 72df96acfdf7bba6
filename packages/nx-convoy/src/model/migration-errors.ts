import type { CoordinationError } from './coordination-error';
import { refusal } from './refusal';

// The part of the catalogue that concerns new migrations.

export function migrationsUndeclared(known: readonly string[]): CoordinationError {
  const said = known.length === 0 ? 'no component has' : `${known.length} components have`;
  return refusal('CONVOY_MIGRATION_COMPONENT', `${said} migrations in repos.json; one is needed`, {
    remedy: known.length === 0 ? 'declare “migrations” of a component' : `--component=<${known.join('|')}>`,
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
