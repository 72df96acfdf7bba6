import type { CoordinationError } from './coordination-error';
import { refusal } from './refusal';

// The part of the catalogue that concerns databases that are brought back from a time or a snapshot.

export function instanceUndeclared(component: string): CoordinationError {
  return refusal(
    'CONVOY_DATABASE_UNDECLARED',
    `${component} does not say which database instance its migrations are for`,
    { remedy: `add "instance" to "migrations" of ${component} in repos.json` },
  );
}

export function restoreTimeInvalid(value: string): CoordinationError {
  return refusal('CONVOY_RESTORE_TIME_INVALID', `“${value}” is no time`, {
    remedy: 'a time such as --at=2026-03-02T12:00:00Z',
  });
}

export function restoreTimeUnknown(component: string, environment: string): CoordinationError {
  return refusal(
    'CONVOY_RESTORE_TIME_UNKNOWN',
    `no migration of ${component} was applied in ${environment} since the release to go back to, so there is no time that could be meant`,
    {
      remedy: `say it:  npx nx restore ${component} --configuration=${environment} --at=2026-03-02T12:00:00Z`,
    },
  );
}

export function sourceMissing(component: string, instance: string): CoordinationError {
  return refusal(
    'CONVOY_DATABASE_MISSING',
    `there is no database instance ${instance}, which ${component} names`,
    { remedy: `mend "instance" of ${component} in repos.json`, blame: 'outside' },
  );
}

export function restoreFailed(target: string, status: string): CoordinationError {
  return refusal(
    'CONVOY_RESTORE_FAILED',
    `the new database instance ${target} is ${status}; the one that is live was not touched`,
    {
      remedy: `see why:  aws rds describe-events --source-identifier ${target} --source-type db-instance`,
      blame: 'outside',
    },
  );
}
