import { z } from 'zod';
import { worldNameSchema } from './receipt';

/** The middle one of several spans of time, in seconds. */
export const middleSchema = z.object({
  medianSeconds: z.number(),
  of: z.number().int().describe('How many there are'),
});
export type Middle = z.infer<typeof middleSchema>;

/** DORA's four. null: there is nothing to tell from. */
const figures = {
  deployments: z.number().int().describe('Deploys that changed something and passed'),
  perWeek: z.number().nullable().describe('Deployment frequency'),
  leadTime: middleSchema.nullable().describe('From a commit to the end of the deploy that made it live'),
  unknownLeadTimes: z
    .number()
    .int()
    .describe('Deployments whose receipts do not tell which commits they made live'),
  changeFailureRate: z
    .object({ failed: z.number().int(), of: z.number().int(), rate: z.number() })
    .nullable()
    .describe('Deploys that failed, or passed and were rolled back later, of all deploys that ended'),
  timeToRestore: middleSchema
    .nullable()
    .describe('From the end of a deploy that failed or was rolled back to when the component passed again'),
  notRestored: z.number().int().describe('Deploys that failed and that nothing passed after'),
};
export const figuresSchema = z.object(figures);
export type Figures = z.infer<typeof figuresSchema>;

/** Metrics from the ledger, public: `nx run convoy:metrics --outputFile=…`. */
export const metricsDocumentSchema = z.object({
  world: worldNameSchema,
  since: z.string(),
  until: z.string(),
  environments: z.array(
    z.object({
      environment: z.string(),
      /** Of all components together: a run that deploys two of them counts two. */
      all: figuresSchema,
      components: z.array(z.object({ component: z.string(), ...figures })),
    }),
  ),
});
export type MetricsDocument = z.infer<typeof metricsDocumentSchema>;
export type EnvironmentMetrics = MetricsDocument['environments'][number];
