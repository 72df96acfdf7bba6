import { z } from 'zod';
import { serviceProcessSchema } from '../process/service-process';

const port = z.number().int().min(1).max(65_535);

/** `.convoy/sandbox.json`: where the sandbox listens and what it hands to its guests. It holds secrets: mode 0600. */
export const sandboxStateSchema = z.object({
  version: z.literal(1),
  awsEndpoint: z.url(),
  awsAccessKeyId: z.string().regex(/^\d{12}$/),
  awsSecretAccessKey: z.string().min(1),
  pagesEndpoint: z.url(),
  proxy: z.url(),
  certificateAuthority: z.string(),
  certificateBundle: z.string(),
  home: z.string(),
  gitRewrites: z.record(z.string(), z.string()),
  ledgerRemote: z.string(),
  variables: z.record(z.string(), z.string()),
  postgres: z.object({
    host: z.literal('127.0.0.1'),
    port,
    user: z.string(),
    password: z.string().min(1),
    databases: z.record(z.string(), z.string()),
  }),
  processes: z.object({
    ministack: serviceProcessSchema.optional(),
    postgres: serviceProcessSchema.optional(),
    edge: serviceProcessSchema.optional(),
  }),
});
export type SandboxState = z.infer<typeof sandboxStateSchema>;
export type ServiceName = keyof SandboxState['processes'];
