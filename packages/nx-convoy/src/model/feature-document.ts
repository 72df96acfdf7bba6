import { z } from 'zod';
import { worldNameSchema } from './receipt';

export const featureStateSchema = z.enum(['absent', 'not-there', 'pinned', 'deployed', 'verified']);
export type FeatureState = z.infer<typeof featureStateSchema>;

const placeSchema = z.object({
  environment: z.string(),
  state: featureStateSchema,
  pin: z.object({ ref: z.string(), commit: z.string() }).nullable(),
  /** Commit that is live, as the ledger has it. */
  live: z.string().nullable(),
});

/** Where a feature is, public: `nx run convoy:status --feature=<branch> --outputFile=…`. */
export const featureDocumentSchema = z.object({
  feature: z.string(),
  world: worldNameSchema,
  /** In order of promotion. */
  environments: z.array(z.object({ environment: z.string(), closed: z.boolean() })),
  repos: z.array(
    z.object({
      repo: z.string(),
      branch: z.enum(['there', 'gone', 'none']).describe('gone: known by a pin or a merge only'),
      /** Head of the branch, or the last commit of it that is known; null: it has no part in the feature. */
      commit: z.string().nullable(),
    }),
  ),
  components: z.array(
    z.object({
      component: z.string(),
      repo: z.string(),
      commit: z.string(),
      places: z.array(placeSchema),
    }),
  ),
  /** Of repositories that have it: components whose tree it does not change. */
  unchanged: z.array(z.string()),
  /** The command that takes it further; null: it is verified wherever it can be promoted to. */
  next: z.string().nullable(),
});
export type FeatureDocument = z.infer<typeof featureDocumentSchema>;
