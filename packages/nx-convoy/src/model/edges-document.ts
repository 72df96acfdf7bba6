import { z } from 'zod';
import { worldNameSchema } from './receipt';

/** What one component may use of another. */
export const providedKindSchema = z.enum(['stack', 'export', 'parameter', 'function', 'layer', 'host']);
export type ProvidedKind = z.infer<typeof providedKindSchema>;

const referenceSchema = z.object({
  component: z.string(),
  /** Whom it refers to. */
  to: z.string(),
  kind: providedKindSchema,
  name: z.string(),
  file: z.string(),
  line: z.number().int(),
});
export type Reference = z.infer<typeof referenceSchema>;

/** References and edges of an environment, public: `nx run convoy:edges:<environment> --outputFile=…`. */
export const edgesDocumentSchema = z.object({
  environment: z.string(),
  world: worldNameSchema,
  /** References that the order of deploys does not know. */
  missing: z.array(referenceSchema),
  /** Edges that no file shows the reason of. */
  unreferenced: z.array(z.object({ component: z.string(), dependsOn: z.string() })),
  references: z.array(referenceSchema),
});
export type EdgesDocument = z.infer<typeof edgesDocumentSchema>;
