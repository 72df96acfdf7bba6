import { z } from 'zod';

/** Something that is switched per environment without a deploy. */
export const featureFlagSchema = z.strictObject({
  parameter: z
    .string()
    .regex(/^(\/[\w.{}-]+)+$/, 'a path such as /acme/{environment}/flags/new-thing')
    .describe('SSM parameter that holds its value; {environment} is filled in'),
  kind: z.enum(['boolean', 'percentage']).describe('true and false, or a whole number from 0 to 100'),
  description: z.string().optional(),
});
export type FeatureFlagDeclaration = z.infer<typeof featureFlagSchema>;
export type FeatureFlagKind = FeatureFlagDeclaration['kind'];
