import { z } from 'zod';
import { publishedSchema } from './published-release';

const flagChange = {
  flag: z.string(),
  parameter: z.string(),
  /** null: it was never set. */
  before: z.string().nullable(),
  /** What it was to become, or was read back. */
  after: z.string().nullable(),
  reason: z.string(),
};

const writing = {
  component: z.string(),
  /** The commit whose connect command was used. */
  commit: z.string(),
  reason: z.string(),
  /** What was done to which table, without any value: `update users`. */
  statements: z.array(z.string()),
  /** Of the statements as they were sent. */
  digest: z.string(),
  /** null: it has only begun. */
  outcome: z.enum(['answered', 'failed', 'cut']).nullable(),
};

/** What an occurrence in the ledger is about. */
export const happeningSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('unlocked'), reason: z.string(), holder: z.string() }),
  z.object({ kind: z.literal('hold-released'), reason: z.string() }),
  /** The whole set is back at the release. */
  z.object({ kind: z.literal('rolled-back'), target: z.string() }),
  /** Said before a feature flag is set; without `flag-set` of the same run nobody knows whether it was. */
  z.object({ kind: z.literal('flag-begun'), ...flagChange }),
  z.object({ kind: z.literal('flag-set'), ...flagChange }),
  /** Said before a person writes into a database; without `sql-done` of the same run nobody knows whether it was written. */
  z.object({ kind: z.literal('sql-begun'), ...writing }),
  z.object({ kind: z.literal('sql-done'), ...writing }),
  /** A release has its tags in every repository. */
  z.object({ kind: z.literal('published'), release: publishedSchema }),
]);
