import { z } from 'zod';

// The shape of repos.json. Rules over several fields (edges, placeholders, collisions) live in manifest-rules.ts;
// the JSON Schema for editors is generated from this file.

const name = z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'lower-case letters, digits and hyphens');
const perEnvironment = z.record(z.string(), z.string());
const json: z.ZodType<import('./json').Json> = z.json();

const commandSchema = z
  .union([
    z.string(),
    z.strictObject({
      run: z.union([z.string(), z.array(z.string()).min(1)]),
      in: z.string().optional().describe('Folder inside the repository, default its root'),
      shell: z
        .literal('sh')
        .optional()
        .describe('Run through this shell; without it the command is argv and no shell sees it'),
      timeoutSeconds: z.number().int().positive().optional(),
    }),
  ])
  .describe('A command, split into words as written; quotes group, nothing else is special');

const prepareSchema = z.union([
  z.string(),
  z.strictObject({
    run: z.union([z.string(), z.array(z.string()).min(1)]),
    in: z.string().optional(),
    timeoutSeconds: z.number().int().positive().optional(),
    keyedBy: z
      .array(z.string())
      .optional()
      .describe('Files whose content decides whether the kept folders can be reused'),
    keeps: z
      .array(z.string())
      .optional()
      .describe('Folders that the command makes; made once per content of keyedBy'),
  }),
]);

const checkSchema = z.union([
  z.strictObject({ stack: z.string() }),
  z.strictObject({ function: z.string(), runtime: z.string().optional() }),
  z.strictObject({ invoke: z.string(), payload: json.optional(), json: json.optional() }),
  z.strictObject({
    http: z.string(),
    method: z.enum(['GET', 'HEAD', 'POST']).optional(),
    status: z.number().int().optional(),
    bearer: z.string().optional(),
    json: json.optional().describe('Every field named here must have this value in the answer'),
    contains: z.string().optional(),
    version: z.enum(['1.1', '2']).optional(),
  }),
  z.strictObject({ graphql: z.string(), query: z.string().optional(), bearer: z.string().optional() }),
  z.strictObject({ pages: z.literal('latest') }),
  z.strictObject({ schema: z.literal('current') }),
  z.strictObject({
    run: z.string(),
    in: z.string().optional(),
    timeoutSeconds: z.number().int().positive().optional(),
  }),
]);

const observedFunctionSchema = z.strictObject({
  name: z.string(),
  alias: z
    .string()
    .optional()
    .describe('The alias that callers use; moved to the new version after each deploy'),
  layers: z
    .array(z.string())
    .optional()
    .describe('Shared layers whose newest version the function must have'),
});

export const componentSchema = z.strictObject({
  kind: z.string().optional(),
  description: z.string().optional(),
  dependsOn: z.array(z.string()).optional(),
  environments: z
    .array(z.string())
    .optional()
    .describe('Environments that the component exists in; default all'),
  stage: perEnvironment
    .optional()
    .describe('Stage name per environment, default the name of the environment'),
  region: perEnvironment.optional().describe("Region per environment, default the environment's"),
  values: z
    .record(z.string(), perEnvironment)
    .optional()
    .describe('Further placeholders: name, then value per environment'),
  paths: z
    .array(z.string())
    .min(1)
    .optional()
    .describe('Paths that make up the component; a leading ! excludes'),
  prepare: z.array(prepareSchema).optional(),
  test: z.union([z.string(), z.literal(false)]).optional(),
  deploy: z.array(commandSchema).optional(),
  migrations: z
    .strictObject({ folder: z.string(), function: z.string(), apply: json, inspect: json })
    .optional()
    .describe('Database migrations applied by a synchronous invoke after the deploy commands'),
  pages: z
    .strictObject({
      account: z.string(),
      token: z.string(),
      project: z.string(),
      branches: z.record(z.string(), z.strictObject({ branch: z.string(), owned: z.boolean().optional() })),
    })
    .optional()
    .describe('Deployed by making a branch be the pin; Cloudflare Pages builds it'),
  observes: z
    .strictObject({
      stacks: z.array(z.string()).optional(),
      functions: z.array(observedFunctionSchema).optional(),
      layers: z.array(z.string()).optional(),
    })
    .optional(),
  outputs: z
    .record(
      z.string(),
      z.union([
        z.strictObject({ stack: z.string(), output: z.string() }),
        z.strictObject({ parameter: z.string() }),
      ]),
    )
    .optional(),
  checks: z.array(checkSchema).optional(),
  variables: z
    .array(z.string())
    .optional()
    .describe('Names of further environment variables for the commands'),
});

const windowSchema = z.strictObject({
  days: z.string(),
  from: z.string(),
  to: z.string(),
  timezone: z.string(),
});

export const environmentSchema = z.strictObject({
  purpose: z.string().optional(),
  account: z.string().regex(/^\d{12}$/, 'an AWS account: 12 digits'),
  region: z.string(),
  database: z.string().optional(),
  branch: z.string().optional().describe('The branch of every repository that this environment runs'),
  promotesFrom: z.string().optional(),
  profile: z.string().optional().describe('AWS profile to use'),
  role: z.string().optional().describe('AWS role to assume; the session is named after the run'),
  allowSource: z.boolean().optional(),
  protected: z.boolean().optional(),
  windows: z.array(windowSchema).optional(),
  closed: z.string().optional().describe('Why nothing is deployed here yet'),
});

const repoSchema = z.strictObject({
  url: z.string(),
  defaultBranch: z.string().optional(),
  components: z.record(name, componentSchema),
});

export const manifestSchema = z.strictObject({
  $schema: z.string().optional(),
  ledger: z.strictObject({ remote: z.string() }).optional(),
  environments: z.record(name, environmentSchema),
  repos: z.record(name, repoSchema),
});

export type Manifest = z.infer<typeof manifestSchema>;
export type EnvironmentDeclaration = z.infer<typeof environmentSchema>;
export type ComponentDeclaration = z.infer<typeof componentSchema>;
export type CheckDeclaration = z.infer<typeof checkSchema>;
export type CommandDeclaration = z.infer<typeof commandSchema>;
export type PrepareDeclaration = z.infer<typeof prepareSchema>;
