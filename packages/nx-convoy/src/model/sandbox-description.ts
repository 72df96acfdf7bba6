import { z } from 'zod';

const process = z.object({ pid: z.number().int(), startedAt: z.string() });

/** `.convoy/sandbox.json`: where the embedded world listens and what it hands to its guests. Written by the sandbox, read by world `sandbox`. */
export const sandboxDescriptionSchema = z.object({
  version: z.literal(1),
  awsEndpoint: z.url(),
  awsAccessKeyId: z.string(),
  awsSecretAccessKey: z.string(),
  pagesEndpoint: z.url(),
  proxy: z.url(),
  certificateAuthority: z.string(),
  certificateBundle: z.string(),
  home: z.string(),
  gitRewrites: z.record(z.string(), z.string()),
  ledgerRemote: z.string(),
  variables: z.record(z.string(), z.string()),
  postgres: z.object({
    // Databases are made and dropped there.
    host: z.literal('127.0.0.1'),
    port: z.number().int(),
    user: z.string(),
    password: z.string(),
    databases: z.record(z.string(), z.string()),
  }),
  processes: z.record(z.string(), process),
});
export type SandboxDescription = z.infer<typeof sandboxDescriptionSchema>;
