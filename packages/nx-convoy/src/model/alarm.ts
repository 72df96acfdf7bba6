import { z } from 'zod';

/** How a value is compared with the threshold, in CloudWatch's words. */
export const comparisonSchema = z.enum([
  'GreaterThanThreshold',
  'GreaterThanOrEqualToThreshold',
  'LessThanThreshold',
  'LessThanOrEqualToThreshold',
]);

/** What missing data means, in CloudWatch's words. */
export const missingDataSchema = z.enum(['missing', 'notBreaching', 'breaching', 'ignore']);

/** A CloudWatch alarm over one metric, as it is wanted. */
export interface Alarm {
  readonly name: string;
  readonly namespace: string;
  readonly metric: string;
  /** Sum, Average, Minimum, Maximum, SampleCount, or a percentile such as p95. */
  readonly statistic: string;
  readonly periodSeconds: number;
  readonly evaluationPeriods: number;
  readonly threshold: number;
  readonly comparison: z.infer<typeof comparisonSchema>;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly treatMissingData: z.infer<typeof missingDataSchema>;
}

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/** An alarm as CloudWatch has it. */
export interface LiveAlarm {
  readonly name: string;
  readonly state: AlarmState;
  /** Since when it is in that state, ISO 8601. */
  readonly updatedAt: string;
  /** null: it is made in a way that the manifest has no words for. */
  readonly definition: Alarm | null;
}

/** An alarm as it was seen once; `ABSENT`: there was none of that name. */
export const seenAlarmSchema = z.object({
  name: z.string(),
  state: z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA', 'ABSENT']),
  updatedAt: z.string().nullable(),
});
export type SeenAlarm = z.infer<typeof seenAlarmSchema>;
