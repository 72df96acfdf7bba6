import { z } from 'zod';
import { filledText } from './filled-text';

/** A dotted path below the root of a file: `*` stands for anything within one part, `**` for any number of parts. */
const keyPattern = z
  .string()
  .regex(/^[^.\s]+(\.[^.\s]+)*$/, 'keys with dots between them, such as database.*');

/** What of a component's configuration is compared and carried between environments, and what is meant to differ. */
export const configSchema = z.strictObject({
  files: z
    .array(z.string().regex(/\.(ya?ml|json)(#.+)?$/, 'a .yml, .yaml or .json file'))
    .optional()
    .describe(
      'Configuration files in the repository, such as config/{environment}.yml; # names the part that belongs to the environment: config/stages.yml#{stage}',
    ),
  specific: z
    .array(keyPattern)
    .optional()
    .describe(
      'Keys whose values are meant to differ between environments, such as memory, database.* or live.*.memory',
    ),
  ignore: z
    .array(
      z.strictObject({
        path: keyPattern,
        reason: filledText().describe('Why the difference is all right'),
      }),
    )
    .optional()
    .describe('Keys that drift does not judge, each with the reason'),
});
export type ConfigDeclaration = z.infer<typeof configSchema>;
