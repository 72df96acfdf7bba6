import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  GetFunctionConfigurationCommand,
  LambdaClient,
  PublishLayerVersionCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { Client } from 'pg';
import type { DriftDocument } from '../packages/nx-convoy/src/model/drift-document';
import { zip } from '../packages/nx-convoy/tests/contract/zip';
import { pushChange } from './harness/change-sample';
import { Sandbox } from './harness/sandbox';

// One story, told in order, in one sandbox: two environments that are the same, then differences of each kind that somebody makes past us.
jest.setTimeout(5 * 60_000);

const FUNCTION = 'profile-360-backend-staging-api';
const COMPONENTS = ['assurex-infra-database', 'profile-360-backend'];
const BRANCH = 'convoy/sync-dev-to-preprod';
const DEV_CONFIG = 'config/environments/dev.yml';
const PREPROD_CONFIG = 'config/environments/preprod.yml';

let sandbox: Sandbox;
let lambda: LambdaClient;
beforeAll(async () => {
  // What enters preprod has passed in dev before.
  sandbox = await Sandbox.start('package', { released: ['dev'] });
  const run = await sandbox.nx(['deploy', 'profile-360-backend', '--configuration=preprod']);
  if (run.code !== 0) throw new TypeError(run.output);
  const { awsEndpoint: endpoint, awsAccessKeyId, awsSecretAccessKey } = sandbox.describe();
  const credentials = { accessKeyId: awsAccessKeyId, secretAccessKey: awsSecretAccessKey };
  lambda = new LambdaClient({ endpoint, credentials, region: 'us-east-2' });
});
afterAll(async () => {
  await sandbox.stop();
});

/** What is told of the two components, by class, and the document as text. */
async function drift(...flags: string[]) {
  const run = await sandbox.nx(['run', 'convoy:drift:preprod', '--outputFile=drift.json', ...flags]);
  const text = readFileSync(join(sandbox.root, 'drift.json'), 'utf8');
  const document = JSON.parse(text) as DriftDocument;
  const told = document.components
    .filter(({ component }) => COMPONENTS.includes(component))
    .flatMap(({ component, differences }) =>
      differences.map((each) => ({ ...each, what: `${component}: ${each.what}` })),
    );
  const of = (wanted: string) => told.filter((each) => each.class === wanted).map(({ what }) => what);
  return { run, text, unexpected: of('unexpected'), unknown: of('unknown'), expected: of('expected') };
}

it('finds no drift directly after our own deploys, neither in an environment nor between the two', async () => {
  const words = ['run-many', '-t', 'drift', '-p', COMPONENTS.join(','), '--configuration=preprod'];
  const run = await sandbox.nx([...words, '--against=dev']);
  expect(run.output).toMatch(/preprod against dev: \d+ expected/);
  expect(run.output).not.toContain('unexpected');
  expect(run.code).toBe(0);
  const { unexpected, unknown, expected } = await drift('--against=dev');
  expect([unexpected, unknown]).toEqual([[], []]);
  expect(expected).toEqual(
    expect.arrayContaining([
      'profile-360-backend: config/stages.yml#{stage} region',
      'profile-360-backend: live.profile-360-backend-{stage}-api.memory',
      'assurex-infra-database: config/environments/{environment}.yml database',
    ]),
  );
});

it('finds what somebody changed past us in a function, a layer and the schema, and shows no secret', async () => {
  const head = sandbox.ledger('rev-parse', 'deployments/preprod');
  const before = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: FUNCTION }));
  const variables = before.Environment?.Variables ?? {};
  const password = variables['DB_PASSWORD'] ?? '';
  expect(password).not.toBe('');
  await lambda.send(
    new UpdateFunctionConfigurationCommand({
      FunctionName: FUNCTION,
      Timeout: 9,
      Environment: { Variables: { ...variables, STAGE: 'elsewhere', COLOUR: 'blue' } },
    }),
  );
  const Content = { ZipFile: zip('python/any.py', '') };
  await lambda.send(new PublishLayerVersionCommand({ LayerName: 'assurex-db-connector-preprod', Content }));
  await inDatabase("update schema_migrations set checksum = 'by hand' where version = 3");

  const { run, text, unexpected } = await drift('--against=dev');
  expect(run.code).not.toBe(0);
  expect(unexpected).toEqual(
    expect.arrayContaining([
      `profile-360-backend: function ${FUNCTION} has timeout`,
      `profile-360-backend: variable STAGE of function ${FUNCTION} has another value`,
      `profile-360-backend: function ${FUNCTION} has a variable COLOUR, and had none`,
      'profile-360-backend: live.profile-360-backend-{stage}-api.timeout',
      'profile-360-backend: live.profile-360-backend-{stage}-api.variables.COLOUR',
      `profile-360-backend: function ${FUNCTION} does not have layer assurex-db-connector-preprod:2`,
      'assurex-infra-database: layer assurex-db-connector-preprod is at version',
      'assurex-infra-database: migration 3 (add_last_active) has checksum',
      'assurex-infra-database: V003__add_last_active.sql was edited since it was applied',
      'assurex-infra-database: live.schema.migrations.3',
    ]),
  );
  expect(`${run.output}${text}`).not.toContain(password);
  expect(sandbox.ledger('rev-parse', 'deployments/preprod')).toBe(head);
  expect(sandbox.ledger('show', 'deployments/preprod:state.json')).not.toContain(password);
});

it('finds what differs in the configuration files, key by key, and proposes it on a branch, without the secret', async () => {
  pushChange(sandbox.remote('assurex-infra'), 'more/config', {
    [DEV_CONFIG]: (old) =>
      `${old}# How often a query is tried.\nretries: 3\nservice:\n  apiKey: a-secret-of-dev-4711\n`,
  });
  await sandbox.pin('dev', 'more/config');
  const { unexpected } = await drift('--against=dev');
  expect(unexpected).toEqual(
    expect.arrayContaining([
      'assurex-infra-database: config/environments/{environment}.yml retries',
      'assurex-infra-database: config/environments/{environment}.yml service.apiKey',
    ]),
  );

  const words = ['g', 'nx-convoy:sync-config', '--from=dev', '--to=preprod'];
  const looked = await sandbox.nx([...words, '--dry-run']);
  expect(looked.output).toContain('+ retries: 3');
  expect(branches()).not.toContain(BRANCH);

  const before = configAt('stg');
  const run = await sandbox.nx(words);
  expect(run.code).toBe(0);
  expect(run.output).toContain('set this yourself:  service.apiKey  (a secret is never carried)');
  expect(run.output).not.toContain('4711');
  expect(configAt(BRANCH)).toBe(`${before}# How often a query is tried.\nretries: 3\n`);
  const proposed = gitIn('rev-parse', BRANCH);

  const again = await sandbox.nx(words);
  expect(again.output).toContain(`nothing new to propose; proposed already: assurex-infra ${BRANCH}`);
  expect(gitIn('rev-parse', BRANCH)).toBe(proposed);
  expect(configAt('stg')).toBe(before);
});

function gitIn(...words: string[]): string {
  return execFileSync('git', words, { cwd: sandbox.remote('assurex-infra'), encoding: 'utf8' }).trimEnd();
}

function branches(): string {
  return gitIn('branch', '--list');
}

function configAt(branch: string): string {
  return `${gitIn('show', `${branch}:${PREPROD_CONFIG}`)}\n`;
}

async function inDatabase(statement: string): Promise<void> {
  const { host, port, user, password } = sandbox.describe().postgres;
  const client = new Client({ host, port, user, password, database: 'assurex_preprod' });
  await client.connect();
  await client.query(statement);
  await client.end();
}
