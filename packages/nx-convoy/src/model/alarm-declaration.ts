import { z } from 'zod';
import { comparisonSchema, missingDataSchema } from './alarm';

const periodSeconds = z
  .number()
  .int()
  .positive()
  .max(86_400)
  .refine((seconds) => [10, 20, 30].includes(seconds) || seconds % 60 === 0, '10, 20, 30 or a multiple of 60')
  .describe('Length of one period: 10, 20, 30 or a multiple of 60');

/** An alarm of a component, written out or by a preset. */
export const alarmSchema = z
  .union([
    z
      .strictObject({
        preset: z.literal('lambda-errors'),
        function: z.string().describe('Name of the function'),
      })
      .describe('<function>-errors: more than 10 errors of the function in 5 minutes'),
    z
      .strictObject({
        name: z.string().describe('Needs {environment} or {stage} in it'),
        namespace: z.string().describe('Such as AWS/Lambda'),
        metric: z.string().describe('Such as Errors'),
        statistic: z
          .string()
          .regex(
            /^(Sum|Average|Minimum|Maximum|SampleCount|p\d{1,2}(\.\d{1,2})?)$/,
            'Sum, Average, Minimum, Maximum, SampleCount or a percentile such as p95',
          ),
        periodSeconds,
        evaluationPeriods: z.number().int().positive(),
        threshold: z.number(),
        comparison: comparisonSchema,
        dimensions: z.record(z.string(), z.string()).optional(),
        treatMissingData: missingDataSchema.optional().describe('Default missing'),
      })
      .describe('A CloudWatch alarm over one metric'),
  ])
  .describe('An alarm that is put before each deploy and compared after it');
export type AlarmDeclaration = z.infer<typeof alarmSchema>;

const bound = z.number().nonnegative().optional();

/** What a component may do at most while it is watched after a deploy. */
export const boundsSchema = z
  .strictObject({
    errors: bound.describe('Errors of all its functions together'),
    throttles: bound.describe('Throttled invocations of all its functions together'),
    durationP95Milliseconds: bound.describe(
      'Of the slowest function: what 95 % of its invocations stay below',
    ),
  })
  .describe('What the functions may do at most in the bake time; more fails the deploy');

export const bakeSchema = z
  .strictObject({
    minutes: z.number().positive().max(1440),
    everySeconds: z.number().int().positive().optional().describe('Pause between two looks, default 30'),
  })
  .describe(
    'After a deploy has passed its checks: they are repeated for so long, and its functions are watched',
  );
