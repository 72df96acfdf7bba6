import { z } from 'zod';

const slackSchema = z
  .union([
    z.strictObject({
      webhook: z.string().describe('Address of an incoming webhook as $NAME of an environment variable'),
    }),
    z.strictObject({
      token: z.string().describe('Token of a bot that may write, as $NAME of an environment variable'),
      channel: z
        .string()
        .regex(/^(#[a-z0-9._-]{1,80}|[CDG][A-Z0-9]{6,})$/, 'a channel such as #deploys, or its id'),
    }),
  ])
  .describe('A webhook, or a token and a channel: then a run is one thread');
export type SlackDeclaration = z.infer<typeof slackSchema>;

export const announceSchema = z.strictObject({ slack: slackSchema });
