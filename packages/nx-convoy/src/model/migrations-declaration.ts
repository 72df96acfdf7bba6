import { z } from 'zod';
import type { Json } from './json';

const json: z.ZodType<Json> = z.json();

/** Database migrations of a component. */
export const migrationsSchema = z.strictObject({
  folder: z.string(),
  function: z.string(),
  apply: json,
  inspect: json,
  revert: json
    .optional()
    .describe(
      'Undoes migrations down to the version that {version} stands for; without it the schema never goes back',
    ),
  outsideTransaction: z
    .string()
    .optional()
    .describe(
      'First line of a file that the function applies outside a transaction, for `try`; without it, a statement that PostgreSQL refuses inside one decides',
    ),
  scratch: z
    .string()
    .optional()
    .describe(
      'Address of a PostgreSQL server of this machine to try migrations on, as $NAME of an environment variable; without it, one is started',
    ),
  instance: z.string().optional().describe('The database instance at RDS, for snapshots and restores'),
  snapshotBefore: z
    .boolean()
    .optional()
    .describe('Take a snapshot of the instance ahead of a migration that cannot be undone'),
});
