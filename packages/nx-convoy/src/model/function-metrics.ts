import { z } from 'zod';

/** What one function did in a span of time, as CloudWatch counts it: minutes late, and by whole minutes. */
export const functionMetricsSchema = z.object({
  function: z.string(),
  invocations: z.number(),
  errors: z.number(),
  throttles: z.number(),
  /** null: it was not invoked. */
  durationP95Milliseconds: z.number().nullable(),
});
export type FunctionMetrics = z.infer<typeof functionMetricsSchema>;

/** What the functions of a component did in the bake time, and in the hour before its begin. */
export const bakeMetricsSchema = z.object({
  from: z.iso.datetime({ offset: true }),
  to: z.iso.datetime({ offset: true }),
  before: z.array(functionMetricsSchema),
  after: z.array(functionMetricsSchema),
});
export type BakeMetrics = z.infer<typeof bakeMetricsSchema>;
