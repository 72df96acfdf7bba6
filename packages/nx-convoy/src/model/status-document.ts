import { z } from 'zod';
import { featureFlagValueSchema } from './feature-flag-value';
import { worldNameSchema } from './receipt';
import { verdictSchema } from './verdict';

const place = z.object({ commit: z.string(), tree: z.string() });

/** The status of an environment, public: `nx run convoy:status:<environment> --outputFile=…`. */
export const statusDocumentSchema = z.object({
  environment: z.string(),
  world: worldNameSchema,
  account: z.string(),
  region: z.string(),
  components: z.array(
    z.object({
      component: z.string(),
      pin: place.nullable(),
      live: place.nullable(),
      verdict: verdictSchema.or(z.literal('none')),
      verifiedAt: z.string().nullable(),
      run: z.string().nullable(),
      /** The last migrations that the database has, newest first; left out where there are none to ask for. */
      migrations: z
        .array(z.object({ version: z.number().int(), name: z.string(), appliedAt: z.string() }))
        .optional(),
    }),
  ),
  /** The release that was published last; `isLive`: whether it is the newest one of the environment. Left out where there is none. */
  published: z.object({ name: z.string(), run: z.string(), at: z.string(), isLive: z.boolean() }).optional(),
  /** Left out where only components were asked about. */
  flags: z.array(featureFlagValueSchema).optional(),
});
export type StatusDocument = z.infer<typeof statusDocumentSchema>;
