import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import {
  LambdaClient,
  ListAliasesCommand,
  ListFunctionsCommand,
  ListLayersCommand,
  ListVersionsByFunctionCommand,
} from '@aws-sdk/client-lambda';
import { DescribeParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { Client } from 'pg';
import type { Sandbox } from './sandbox';

/** dev and production share account and region: what is not production's there is dev's. */
const REGION = 'us-east-1';
const PRODUCTION = /[-/]prod(uction)?\b/;
const isOfDev = (name: string | undefined): boolean => name !== undefined && !PRODUCTION.test(name);
const byName = <T extends { name?: string | undefined }>(found: readonly T[]): T[] =>
  found
    .filter(({ name }) => isOfDev(name))
    .sort((left, right) => (left.name ?? '').localeCompare(right.name ?? ''));

/** Everything that can be known of dev, with versions, ids and times: equal before and after means that nobody touched it. */
export async function factsOfDev(sandbox: Sandbox): Promise<Record<string, unknown>> {
  const { awsEndpoint: endpoint, awsAccessKeyId, awsSecretAccessKey } = sandbox.describe();
  const credentials = { accessKeyId: awsAccessKeyId, secretAccessKey: awsSecretAccessKey };
  const settings = { endpoint, credentials, region: REGION };
  const [lambda, cloud, parameters, alarms] = [
    new LambdaClient(settings),
    new CloudFormationClient(settings),
    new SSMClient(settings),
    new CloudWatchClient(settings),
  ];
  try {
    return {
      stacks: await stacksOf(cloud),
      functions: await functionsOf(lambda),
      layers: await layersOf(lambda),
      parameters: await parametersOf(parameters),
      alarms: await alarmsOf(alarms),
      schema: await schemaOf(sandbox),
      branch: head(sandbox.remote('trustx'), 'refs/heads/convoy/dev'),
      page: digest((await sandbox.ask('http://convoy-dev.trustx.pages.dev/')).text),
      health: (await sandbox.ask('http://api-dev.trustx.cloud/health')).text,
      ledger: head(sandbox.describe().ledgerRemote, 'refs/heads/deployments/dev'),
      pins: pinsOf(sandbox),
    };
  } finally {
    for (const client of [lambda, cloud, parameters, alarms]) client.destroy();
  }
}

async function stacksOf(client: CloudFormationClient): Promise<unknown[]> {
  const { Stacks = [] } = await client.send(new DescribeStacksCommand({}));
  return byName(
    Stacks.map((each) => ({
      name: each.StackName,
      id: each.StackId,
      status: each.StackStatus,
      at: [each.CreationTime, each.LastUpdatedTime],
      outputs: each.Outputs,
    })),
  );
}

async function functionsOf(client: LambdaClient): Promise<unknown[]> {
  const { Functions = [] } = await client.send(new ListFunctionsCommand({}));
  const found = Functions.map((each) => ({ name: each.FunctionName, configuration: configurationOf(each) }));
  return Promise.all(
    byName(found).map(async ({ name: FunctionName, configuration }) => {
      const { Versions = [] } = await client.send(new ListVersionsByFunctionCommand({ FunctionName }));
      const { Aliases } = await client.send(new ListAliasesCommand({ FunctionName }));
      return { configuration, versions: Versions.map(configurationOf), aliases: Aliases };
    }),
  );
}

/** Values of variables are secrets: a failed comparison must not print them. */
function configurationOf({ Environment, ...configuration }: { Environment?: unknown }): unknown {
  return { ...configuration, environment: digest(JSON.stringify(Environment ?? null)) };
}

async function layersOf(client: LambdaClient): Promise<unknown[]> {
  const { Layers = [] } = await client.send(new ListLayersCommand({}));
  return byName(Layers.map((each) => ({ name: each.LayerName, newest: each.LatestMatchingVersion })));
}

async function parametersOf(client: SSMClient): Promise<unknown[]> {
  const found: { name: string | undefined; version: unknown; at: unknown }[] = [];
  let next: string | undefined;
  do {
    const { Parameters = [], NextToken } = await client.send(
      new DescribeParametersCommand(next === undefined ? {} : { NextToken: next }),
    );
    found.push(
      ...Parameters.map((each) => ({ name: each.Name, version: each.Version, at: each.LastModifiedDate })),
    );
    next = NextToken;
  } while (next !== undefined);
  return byName(found);
}

async function alarmsOf(client: CloudWatchClient): Promise<unknown[]> {
  const { MetricAlarms = [] } = await client.send(new DescribeAlarmsCommand({}));
  // How an alarm is may change by itself; how it is made may not.
  return byName(
    MetricAlarms.map((each) => ({
      name: each.AlarmName,
      at: each.AlarmConfigurationUpdatedTimestamp,
      threshold: each.Threshold,
      dimensions: each.Dimensions,
    })),
  );
}

async function schemaOf(sandbox: Sandbox): Promise<unknown> {
  const { databases, ...server } = sandbox.describe().postgres;
  const client = new Client({ ...server, database: databases['dev'] ?? '' });
  await client.connect();
  try {
    const migrations = await client.query('select * from schema_migrations order by version');
    const columns = await client.query(
      "select table_name, column_name, data_type, is_nullable, column_default from information_schema.columns where table_schema = 'public' order by 1, 2",
    );
    return { migrations: migrations.rows as unknown[], columns: columns.rows as unknown[] };
  } finally {
    await client.end();
  }
}

function pinsOf(sandbox: Sandbox): Record<string, string> {
  const components = join(sandbox.root, 'components');
  const names = readdirSync(components, { withFileTypes: true }).filter((each) => each.isDirectory());
  return Object.fromEntries(
    names.map(({ name }) => [name, readFileSync(join(components, name, 'pins', 'dev.json'), 'utf8')]),
  );
}

function head(repository: string, ref: string): string {
  return execFileSync('git', ['rev-parse', ref], { cwd: repository, encoding: 'utf8' }).trim();
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
