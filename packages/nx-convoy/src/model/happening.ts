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

/** What an occurrence in the ledger is about. */
export const happeningSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('unlocked'), reason: z.string(), holder: z.string() }),
  z.object({ kind: z.literal('hold-released'), reason: z.string() }),
  /** The whole set is back at the release. */
  z.object({ kind: z.literal('rolled-back'), target: z.string() }),
  /** Said before a feature flag is set; without `flag-set` of the same run nobody knows whether it was. */
  z.object({ kind: z.literal('flag-begun'), ...flagChange }),
  z.object({ kind: z.literal('flag-set'), ...flagChange }),
  /** A release has its tags in every repository. */
  z.object({ kind: z.literal('published'), release: publishedSchema }),
]);
