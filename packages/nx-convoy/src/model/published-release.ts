import { z } from 'zod';
import { commitSchema, treeSchema } from './pin';

/** A release that was tagged in every repository. */
export const publishedSchema = z.object({
  /** Name of the tags. */
  name: z.string(),
  /** The run that made the release, and when it ended. */
  run: z.string(),
  at: z.string(),
  /** The commit of the coordination repository that has the tag. */
  coordinationCommit: commitSchema,
  components: z.record(z.string(), z.object({ commit: commitSchema, tree: treeSchema })),
});
export type PublishedRelease = z.infer<typeof publishedSchema>;
