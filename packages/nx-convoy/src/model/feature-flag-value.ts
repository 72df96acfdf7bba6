import { z } from 'zod';

/** A feature flag in one environment, as it is there. */
export const featureFlagValueSchema = z.object({
  flag: z.string(),
  kind: z.enum(['boolean', 'percentage']),
  parameter: z.string(),
  /** null: it was never set. */
  value: z.string().nullable(),
});
export type FeatureFlagValue = z.infer<typeof featureFlagValueSchema>;
