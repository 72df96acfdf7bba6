import { z } from 'zod';
import { worldNameSchema } from './receipt';

/** What the pre hook hands to every task of a run, in the one environment variable `CONVOY_RUN`. */
export const runContextSchema = z.object({
  run: z.string(),
  environment: z.string(),
  world: worldNameSchema,
  startedAt: z.string(),
  /** Run-wide flags, already checked. */
  flags: z.record(z.string(), z.union([z.string(), z.boolean(), z.number()])),
});
export type RunContext = z.infer<typeof runContextSchema>;
