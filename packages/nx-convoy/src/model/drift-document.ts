import { z } from 'zod';
import { worldNameSchema } from './receipt';

/** `expected`: the environments are meant to differ there, or somebody said why it is all right. `unknown`: it could not be told. */
export const driftClassSchema = z.enum(['expected', 'unexpected', 'unknown']);
export type DriftClass = z.infer<typeof driftClassSchema>;

export const differenceSchema = z.object({
  /** What the environment was held against: its last deploy, what is declared and pinned for it, or another environment. */
  against: z.enum(['receipt', 'declared', 'environment']),
  what: z.string(),
  /** What it is in this environment; null where `what` says it all. */
  here: z.string().nullable(),
  /** What it was, should be, or is in the other environment. */
  there: z.string().nullable(),
  class: driftClassSchema,
  /** What makes it expected or unknown. */
  why: z.string().nullable(),
});
export type Difference = z.infer<typeof differenceSchema>;

const componentDriftSchema = z.object({ component: z.string(), differences: z.array(differenceSchema) });
export type ComponentDrift = z.infer<typeof componentDriftSchema>;

/** The drift of an environment, public: `nx run convoy:drift:<environment> --outputFile=…`. */
export const driftDocumentSchema = z.object({
  environment: z.string(),
  world: worldNameSchema,
  account: z.string(),
  region: z.string(),
  /** The other environment that was asked for. */
  against: z.string().nullable(),
  components: z.array(componentDriftSchema),
  /** Feature flags that differ from the other environment: told, and no drift, since that is what they are for. */
  flags: z
    .array(
      z.object({
        flag: z.string(),
        from: z.string().nullable(),
        to: z.string().nullable(),
        line: z.string(),
      }),
    )
    .optional(),
});
export type DriftDocument = z.infer<typeof driftDocumentSchema>;

/** How many differences there are of each class. */
export function countClasses(components: readonly ComponentDrift[]): Record<DriftClass, number> {
  const count = (wanted: DriftClass): number =>
    components.flatMap(({ differences }) => differences).filter((each) => each.class === wanted).length;
  return { expected: count('expected'), unexpected: count('unexpected'), unknown: count('unknown') };
}

/** Whether somebody should look: something differs that should not, or the environment's own state could not be told. */
export function isDrifted(components: readonly ComponentDrift[]): boolean {
  return components
    .flatMap(({ differences }) => differences)
    .some(
      (each) => each.class === 'unexpected' || (each.class === 'unknown' && each.against !== 'environment'),
    );
}
