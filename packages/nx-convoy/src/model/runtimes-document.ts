import { z } from 'zod';
import { worldNameSchema } from './receipt';

const runtimeUseSchema = z.object({
  component: z.string(),
  /** A file with its line, or a live function. */
  where: z.string(),
  runtime: z.string(),
});
export type RuntimeUse = z.infer<typeof runtimeUseSchema>;

const runtimeFindingSchema = z.object({
  ...runtimeUseSchema.shape,
  /** `bad` fails the command; a note is for the future; unknown cannot be told from the files. */
  class: z.enum(['bad', 'note', 'unknown']),
  says: z.string(),
});
export type RuntimeFinding = z.infer<typeof runtimeFindingSchema>;

const packageUseSchema = z.object({
  component: z.string(),
  package: z.string(),
  version: z.string(),
  file: z.string(),
});
export type PackageUse = z.infer<typeof packageUseSchema>;

const packageFindingSchema = z.object({ package: z.string(), uses: z.array(packageUseSchema) });
export type PackageFinding = z.infer<typeof packageFindingSchema>;

/** Runtimes and packages of an environment, public: `nx run convoy:runtimes:<environment> --outputFile=…`. */
export const runtimesDocumentSchema = z.object({
  environment: z.string(),
  world: worldNameSchema,
  runtimes: z.array(runtimeUseSchema),
  packages: z.array(packageUseSchema),
  findings: z.array(runtimeFindingSchema),
  disagreements: z.array(packageFindingSchema),
});
export type RuntimesDocument = z.infer<typeof runtimesDocumentSchema>;

/** What the manifest says of runtimes. */
export interface RuntimeRules {
  /** Empty: any. */
  readonly allowed: readonly string[];
  /** Dates (ISO) that correct those that we know. */
  readonly deprecated: Readonly<Record<string, string>>;
}
