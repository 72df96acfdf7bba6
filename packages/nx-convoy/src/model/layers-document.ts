import { z } from 'zod';
import { worldNameSchema } from './receipt';

const layerUseSchema = z.object({
  function: z.string(),
  /** null: no component of the manifest has it. */
  component: z.string().nullable(),
  /** What callers use: an alias, or null for the function itself. */
  alias: z.string().nullable(),
  /** The version of the layer that callers get; null: none. */
  version: z.number().int().nullable(),
  /** The version in the function's newest state; null: none. */
  newestState: z.number().int().nullable(),
  /** ARN of the layer as callers get it. */
  arn: z.string().nullable(),
  /** The version of the function that the alias names; null: none, or no alias. */
  functionVersion: z.string().nullable(),
  /** ARNs of all layers of its newest state, in their order. */
  attached: z.array(z.string()),
  /** Whether that version of the layer still exists. */
  exists: z.boolean(),
});
export type LayerUseRow = z.infer<typeof layerUseSchema>;

const sharedLayerSchema = z.object({
  layer: z.string(),
  region: z.string(),
  newest: z.number().int().nullable(),
  newestArn: z.string().nullable(),
  uses: z.array(layerUseSchema),
  /** What is wrong, one line each; empty: all callers get one and the same version, and it exists. */
  trouble: z.array(z.string()),
});
export type SharedLayer = z.infer<typeof sharedLayerSchema>;

/** One function of an alignment, as it was planned. */
const plannedSchema = z.object({
  component: z.string(),
  function: z.string(),
  /** ARNs of all its layers, in their order. */
  from: z.array(z.string()),
  to: z.array(z.string()),
  what: z.array(z.string()),
});

/** Shared layers of an environment, public: `nx run convoy:layers:<environment> --outputFile=…`. */
export const layersDocumentSchema = z.object({
  environment: z.string(),
  world: worldNameSchema,
  layers: z.array(sharedLayerSchema),
  /** With `--align`: what was planned. */
  plan: z.array(plannedSchema).optional(),
});
export type LayersDocument = z.infer<typeof layersDocumentSchema>;

type Planned = z.infer<typeof plannedSchema>;

/** What an alignment does, as the document tells it. */
export function plannedAlignment(
  functions: readonly (Readonly<Omit<Planned, 'from' | 'to' | 'what'>> & {
    readonly [Key in 'from' | 'to' | 'what']: readonly string[];
  })[],
): Planned[] {
  return functions.map(({ component, function: name, from, to, what }) => ({
    component,
    function: name,
    from: [...from],
    to: [...to],
    what: [...what],
  }));
}
