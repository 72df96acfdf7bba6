import { z } from 'zod';
import type { Json } from './json';
import { pageFields } from './page-declaration';

const json: z.ZodType<Json> = z.json();

/** What every check may say. */
const common = {
  optional: z.boolean().optional().describe('Told, and not judged: it keeps nothing from going on'),
  withinSeconds: z
    .number()
    .int()
    .positive()
    .optional()
    .describe('How long the answer may take to become the wanted one; asked again until then; default 30'),
  hotfix: z
    .string()
    .optional()
    .describe(
      'Of the hotfix of this name: it must have passed in the environment before, also where --hotfix passes the gate',
    ),
};

export const checkSchema = z
  .union([
    z.strictObject({ ...common, stack: z.string() }).describe('The stack is at rest and complete'),
    z
      .strictObject({ ...common, function: z.string(), runtime: z.string().optional() })
      .describe('The function is Active, its last update succeeded, alias and layers are as declared'),
    z
      .strictObject({ ...common, invoke: z.string(), payload: json.optional(), json: json.optional() })
      .describe('The function answers an invocation'),
    z
      .strictObject({
        ...common,
        http: z.string(),
        method: z.enum(['GET', 'HEAD', 'POST']).optional(),
        status: z.number().int().min(100).max(599).optional().describe('Default 200'),
        bearer: z.string().optional().describe('A token as $NAME of an environment variable'),
        json: json.optional().describe('Every field named here must have this value in the answer'),
        contains: z.string().optional(),
        version: z.enum(['1.1', '2']).optional(),
        headers: z
          .record(z.string(), z.string())
          .optional()
          .describe('Headers that the answer must have, with their whole value'),
        maxMilliseconds: z.number().int().positive().optional().describe('A slower answer is a failure'),
      })
      .describe('The address answers as stated'),
    z
      .strictObject({
        ...common,
        graphql: z.string(),
        query: z.string().optional(),
        bearer: z.string().optional(),
      })
      .describe('The GraphQL query is answered without errors; placeholders are not filled into it'),
    z
      .strictObject({ ...common, ...pageFields })
      .describe('The page opens in a real browser, its steps can be done, and its console has no errors'),
    z
      .strictObject({ ...common, pages: z.literal('latest') })
      .describe('The pinned commit is what the branch serves'),
    z
      .strictObject({ ...common, alarms: z.literal('ok') })
      .describe('No alarm of the component is red; after a deploy: none that was not red before'),
    z
      .strictObject({ ...common, schema: z.literal('current') })
      .describe('All migrations of the pin are applied, unedited'),
    z
      .strictObject({
        ...common,
        run: z.string(),
        in: z
          .string()
          .optional()
          .describe('Folder inside the repository that the command runs in, default its root'),
        timeoutSeconds: z.number().int().positive().optional().describe('After this the command is stopped'),
      })
      .describe("The component's own command ends with exit code 0"),
  ])
  .describe('What must hold after a deploy');
export type CheckDeclaration = z.infer<typeof checkSchema>;
