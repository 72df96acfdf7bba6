import { z } from 'zod';
import { commitSchema } from './pin';

/** A commit and when it was made (committed, in UTC). */
export const commitTimeSchema = z.object({ commit: commitSchema, at: z.iso.datetime({ offset: true }) });
export type CommitTime = z.infer<typeof commitTimeSchema>;
