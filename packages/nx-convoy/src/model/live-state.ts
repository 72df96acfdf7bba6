import { z } from 'zod';

export const liveStackSchema = z.object({
  name: z.string(),
  /** CloudFormation's status; `ABSENT` where there is no such stack. */
  status: z.string(),
  updatedAt: z.string().nullable(),
  outputs: z.record(z.string(), z.string()),
});
/** How a function is set up. Of a variable's value there is only a digest: it may be a secret. */
export const liveConfigurationSchema = z.object({
  /** `memory` (MB), `timeout` (s), `handler`, `role` and the like, by name; what the provider leaves out has its default. */
  settings: z.record(z.string(), z.string()),
  variables: z.array(z.object({ variable: z.string(), digest: z.string() })),
});
export const liveFunctionSchema = z.object({
  name: z.string(),
  state: z.string(),
  lastUpdateStatus: z.string(),
  runtime: z.string(),
  codeSha256: z.string(),
  layers: z.array(z.string()),
  /** Not there in receipts of before it was read. */
  configuration: liveConfigurationSchema.optional(),
  /** What the alias resolves to; null where none is declared or none exists. */
  alias: z
    .object({
      name: z.string(),
      version: z.string(),
      codeSha256: z.string(),
      /** Share of the calls (0 to 1) that goes to other versions, by version; only where there is one, since we never set any. */
      weights: z.record(z.string(), z.number()).optional(),
    })
    .nullable(),
});
export const liveSchemaSchema = z.object({
  version: z.number().int(),
  migrations: z.array(
    z.object({ version: z.number().int(), name: z.string(), checksum: z.string(), appliedAt: z.string() }),
  ),
});
export const livePagesSchema = z.object({
  branch: z.string(),
  /** Head of the branch at the remote; null where there is none. */
  head: z.string().nullable(),
  deployment: z
    .object({ id: z.string(), commit: z.string(), stage: z.string(), status: z.string(), url: z.string() })
    .nullable(),
});

/** What the providers report of one component. `functions[].state` is `Absent` for a function that does not exist. */
export const liveStateSchema = z.object({
  stacks: z.array(liveStackSchema),
  functions: z.array(liveFunctionSchema),
  layers: z.array(z.object({ name: z.string(), version: z.number().int().nullable() })),
  schema: liveSchemaSchema.nullable(),
  pages: livePagesSchema.nullable(),
});
export type LiveStack = z.infer<typeof liveStackSchema>;
export type LiveFunction = z.infer<typeof liveFunctionSchema>;
export type LiveConfiguration = z.infer<typeof liveConfigurationSchema>;
export type LiveSchema = z.infer<typeof liveSchemaSchema>;
export type LivePages = z.infer<typeof livePagesSchema>;
export type LiveState = z.infer<typeof liveStateSchema>;
