import { z } from 'zod';
import { alarmSchema, bakeSchema, boundsSchema } from './alarm-declaration';
import { announceSchema } from './announcement-declaration';
import { freezeSchema, windowSchema } from './calendar-declaration';
import { checkSchema } from './check-declaration';
import { configSchema } from './config-declaration';
import { DURATION_PATTERN } from './duration';
import { featureFlagSchema } from './feature-flag-declaration';
import { filledList } from './filled-list';
import { migrationsSchema } from './migrations-declaration';

// The shape of repos.json. Rules over several fields (edges, placeholders, collisions) live in manifest/;
// the JSON Schema for editors is generated from this file, so every description here is read in an editor.

const name = z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'lower-case letters, digits and hyphens');
const regionName = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'an AWS region such as us-east-1');
const perEnvironment = z.record(z.string(), z.string());
const timeoutSeconds = z.number().int().positive().optional().describe('After this the command is stopped');
const folderInside = z
  .string()
  .optional()
  .describe('Folder inside the repository that the command runs in, default its root');

const commandSchema = z
  .union([
    z.string(),
    z.strictObject({
      run: z.union([z.string(), filledList(z.string())]),
      in: folderInside,
      shell: z
        .literal('sh')
        .optional()
        .describe('Run through this shell; without it the command is argv and no shell sees it'),
      timeoutSeconds,
    }),
  ])
  .describe('A command, split into words as written; quotes group, nothing else is special');

const prepareSchema = z
  .union([
    z.string(),
    z.strictObject({
      run: z.union([z.string(), filledList(z.string())]),
      in: folderInside,
      timeoutSeconds,
      keyedBy: z
        .array(z.string())
        .optional()
        .describe('Files whose content decides whether the kept folders can be reused'),
      keeps: z
        .array(z.string())
        .optional()
        .describe('Folders that the command makes; made once per content of keyedBy'),
    }),
  ])
  .describe('A command that installs or builds what is the same in every environment');

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
  kind: name.optional().describe('Becomes the tag kind:<kind> of the project'),
  description: z.string().optional(),
  dependsOn: z.array(z.string()).optional().describe('Components that are deployed before this one'),
  environments: z
    .array(z.string())
    .optional()
    .describe('Environments that the component exists in; default all'),
  stage: perEnvironment
    .optional()
    .describe('Stage name per environment, default the name of the environment'),
  region: z
    .record(z.string(), regionName)
    .optional()
    .describe("Region per environment, default the environment's"),
  values: z
    .record(z.string(), perEnvironment)
    .optional()
    .describe('Further placeholders: name, then value per environment'),
  paths: filledList(z.string())
    .optional()
    .describe('Paths that make up the component, default all; a leading ! excludes'),
  prepare: z.array(prepareSchema).optional(),
  test: z
    .union([commandSchema, z.literal(false)])
    .optional()
    .describe("The component's own tests; false says that there are none"),
  deploy: z.array(commandSchema).optional(),
  connect: z
    .record(z.string(), commandSchema)
    .optional()
    .describe(
      'Command per environment that connects to the database of the component and reads SQL from its standard input, a statement a line',
    ),
  migrations: migrationsSchema
    .optional()
    .describe('Database migrations applied by a synchronous invoke after the deploy commands'),
  pages: z
    .strictObject({
      account: z.string().describe('Account id as $NAME of an environment variable'),
      token: z.string().describe('API token as $NAME of an environment variable'),
      project: z.string(),
      branches: z.record(
        z.string(),
        z.strictObject({
          branch: z.string(),
          owned: z.boolean().optional().describe('Only we write it: moved to the pin in any direction'),
        }),
      ),
    })
    .optional()
    .describe('Deployed by making a branch be the pin; Cloudflare Pages builds it'),
  observes: z
    .strictObject({
      stacks: z.array(z.string()).optional(),
      functions: z.array(observedFunctionSchema).optional(),
      layers: z.array(z.string()).optional().describe('Layers that this component publishes'),
      logs: z.array(z.string()).optional().describe('Log groups beside those of the functions'),
    })
    .optional()
    .describe('What the component leaves at the provider; read to know what is live'),
  outputs: z
    .record(
      z.string(),
      z.union([
        z.strictObject({ stack: z.string(), output: z.string() }),
        z.strictObject({ parameter: z.string() }),
      ]),
    )
    .optional()
    .describe('Values that others may use as {outputs.<component>.<name>}'),
  checks: z.array(checkSchema).optional(),
  alarms: z
    .array(alarmSchema)
    .optional()
    .describe('CloudWatch alarms of the component; put before each deploy'),
  bounds: boundsSchema.optional(),
  config: configSchema
    .optional()
    .describe('Configuration files, and what of them differs between environments'),
  variables: z
    .array(z.string())
    .optional()
    .describe('Names of further environment variables for the commands'),
  maxAge: z
    .string()
    .regex(DURATION_PATTERN, 'a duration such as 12h: a number and s, m, h or d')
    .optional()
    .describe('A verification older than this is not replayed, even where nothing changed; default: any age'),
  worksWithNewerSchema: z
    .boolean()
    .optional()
    .describe('It works with a database that is ahead of it, so it may go back while the database stays'),
  rollback: z
    .enum(['redeploy', 'alias', 'template'])
    .optional()
    .describe(
      'How it goes back: deploy the previous tree again (default), move its aliases, or put back the templates of its stacks',
    ),
});

export const environmentSchema = z.strictObject({
  purpose: z.string().optional(),
  account: z.string().regex(/^\d{12}$/, 'an AWS account: 12 digits'),
  region: regionName,
  database: z.string().optional(),
  branch: z.string().optional().describe('The branch of every repository that this environment runs'),
  promotesFrom: z.string().optional().describe('The environment whose verified trees may enter'),
  profile: z.string().optional().describe('AWS profile to use'),
  role: z.string().optional().describe('AWS role to assume; the session is named after the run'),
  bucket: z
    .string()
    .optional()
    .describe(
      'An S3 bucket of the account that keeps stack templates for going back; needed where a component says "rollback": "template"',
    ),
  allowSource: z.boolean().optional().describe('Local checkouts may be deployed here'),
  protected: z.boolean().optional().describe('Needs --confirm and committed pins'),
  windows: z.array(windowSchema).optional().describe('When deploys may start'),
  freezes: z.array(freezeSchema).optional().describe('When they may not, whatever the windows say'),
  gate: z
    .enum(['tree', 'set'])
    .optional()
    .describe(
      'What must have been verified in promotesFrom: each tree, or all of them together; default set where protected',
    ),
  onFailure: z
    .enum(['keep', 'rollback'])
    .optional()
    .describe('What a failed deploy leaves; default rollback where protected'),
  bake: bakeSchema.optional(),
  signOff: z
    .boolean()
    .optional()
    .describe('Promotions into it need a person who answers for them: --signed-off-by=<name>'),
  announce: announceSchema
    .optional()
    .describe('Where a deploy or rollback tells that it begins and how it ended'),
  closed: z.string().optional().describe('Why nothing is deployed here yet'),
});

const repoSchema = z.strictObject({
  url: z.string().describe('Address for git; without a password'),
  defaultBranch: z.string().optional(),
  components: z.record(name, componentSchema),
});

export const manifestSchema = z.strictObject({
  $schema: z.string().optional(),
  ledger: z
    .strictObject({ remote: z.string() })
    .optional()
    .describe('Remote of the workspace that keeps the receipts'),
  runtimes: z
    .strictObject({
      allowed: z
        .array(z.string())
        .optional()
        .describe('Runtimes that functions may have, such as python3.12; default any'),
      deprecated: z
        .record(z.string(), z.iso.date())
        .optional()
        .describe('When AWS deprecates a runtime, where that has changed since this plugin was made'),
    })
    .optional()
    .describe('What `nx run convoy:runtimes:<environment>` judges by'),
  packages: z
    .strictObject({ agree: filledList(z.string()) })
    .optional()
    .describe('Packages whose versions must be the same in every repository'),
  flags: z
    .record(name, featureFlagSchema)
    .optional()
    .describe('What is switched per environment without a deploy, kept in the SSM Parameter Store'),
  environments: z.record(name, environmentSchema),
  repos: z.record(name, repoSchema),
});

export type Manifest = z.infer<typeof manifestSchema>;
export type EnvironmentDeclaration = z.infer<typeof environmentSchema>;
export type ComponentDeclaration = z.infer<typeof componentSchema>;
export type CommandDeclaration = z.infer<typeof commandSchema>;
export type PrepareDeclaration = z.infer<typeof prepareSchema>;
