import { z } from 'zod';
import { worldNameSchema } from './receipt';
import { checkResultSchema, verdictSchema } from './verdict';

const place = z.object({ commit: z.string(), tree: z.string() });

export const componentOutcomeSchema = z.enum([
  'deployed',
  'unchanged',
  'failed',
  'refused',
  'not-started',
  'absent',
  'rolled-back',
  'interrupted',
]);
export type ComponentOutcome = z.infer<typeof componentOutcomeSchema>;

export const componentReportSchema = z.object({
  component: z.string(),
  outcome: componentOutcomeSchema,
  verdict: verdictSchema.or(z.literal('none')),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
  from: place.nullable(),
  to: place.nullable(),
  checks: z.array(checkResultSchema),
  error: z.object({ code: z.string(), message: z.string(), remedy: z.string() }).nullable(),
  /** One line for a person: what was done or found. */
  summary: z.string(),
});
export type ComponentReport = z.infer<typeof componentReportSchema>;

/** The run report, public: `.convoy/runs/<run>.json`. */
export const runReportSchema = z.object({
  run: z.string(),
  environment: z.string(),
  world: worldNameSchema,
  outcome: z.enum(['released', 'unchanged', 'partial', 'failed', 'refused', 'interrupted', 'rolled-back']),
  startedAt: z.string(),
  finishedAt: z.string(),
  components: z.array(componentReportSchema),
});
export type RunReport = z.infer<typeof runReportSchema>;
