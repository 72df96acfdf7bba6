import { z } from 'zod';
import { pinSchema } from './pin';
import { worldNameSchema } from './receipt';
import { runFlagsSchema } from './run-flags';

/** What the pre hook hands to every task of a run, in the one environment variable `CONVOY_RUN`. */
export const runContextSchema = z.object({
  run: z.string(),
  environment: z.string(),
  world: worldNameSchema,
  startedAt: z.string(),
  /** Run-wide flags, already checked. */
  flags: runFlagsSchema,
  /** Commit of the ledger's branch that the run was judged on; null: there is no branch yet, or nobody asked. */
  ledger: z.string().nullable().default(null),
  /** The release that a rollback goes back to. */
  target: z.string().nullable().default(null),
  /** Components that were asked for by name. */
  named: z.array(z.string()).default([]),
  /** What is deployed from a local checkout instead of its pin: frozen when the run began. */
  source: z.object({ component: z.string(), pin: pinSchema, dirty: z.boolean() }).nullable().default(null),
  /** By component: the series that a verification of this run belongs to. */
  series: z.record(z.string(), z.string()).default({}),
  /** Its beginning was announced; `thread` is what its end refers to. */
  announced: z.object({ thread: z.string().nullable() }).nullable().default(null),
  /** The run whose lock this one works under: a rollback that a failed run started. */
  under: z.string().nullable().default(null),
});
export type RunContext = z.infer<typeof runContextSchema>;
