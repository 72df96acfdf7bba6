import {
  CreateDBInstanceCommand,
  DescribeDBInstancesCommand,
  ModifyDBInstanceCommand,
  RDSClient,
} from '@aws-sdk/client-rds';
import { CreateBucketCommand, HeadBucketCommand, S3Client } from '@aws-sdk/client-s3';
import {
  GetParametersCommand,
  type ParameterType,
  PutParameterCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import type { Environment } from '../environments';
import type { SandboxState } from '../state/sandbox-state';
import { clientSettings } from './cloud-access';

// What the account of AssureX holds before anything is deployed carries this name.
const organisation = 'assurex';

/** Puts into the emulated account what deployments expect to find there: where the database is, the API's token, a bucket for templates. */
export async function setUpAccount(state: SandboxState, environments: readonly Environment[]): Promise<void> {
  await Promise.all(
    environments.flatMap((environment) => [
      putParameters(state, environment),
      putInstance(state, environment),
      putBucket(state, environment),
    ]),
  );
}

async function putParameters(state: SandboxState, environment: Environment): Promise<void> {
  const client = new SSMClient(clientSettings(state, environment.region));
  const { host, port, user, password } = state.postgres;
  const values: [string, string, ParameterType][] = [
    ['database/host', host, 'String'],
    ['database/port', String(port), 'String'],
    ['database/name', environment.database, 'String'],
    ['database/user', user, 'String'],
    ['database/password', password, 'SecureString'],
    ['api-token', state.variables['TOKEN'] ?? '', 'SecureString'],
  ];
  const names = values.map(([name]) => nameOf(environment, name));
  const { Parameters } = await client.send(new GetParametersCommand({ Names: names, WithDecryption: true }));
  // Only what differs is written: every write makes a version, and a version is a change in the account.
  const differing = values.filter(
    ([name, value]) => Parameters?.find((one) => one.Name === nameOf(environment, name))?.Value !== value,
  );
  await Promise.all(
    differing.map(([name, Value, Type]) =>
      client.send(new PutParameterCommand({ Name: nameOf(environment, name), Value, Type, Overwrite: true })),
    ),
  );
  client.destroy();
}

function nameOf(environment: Environment, name: string): string {
  return `/${organisation}/${environment.name}/${name}`;
}

async function putBucket(state: SandboxState, { bucket, region }: Environment): Promise<void> {
  if (bucket === null) return;
  const client = new S3Client({ ...clientSettings(state, region), forcePathStyle: true });
  const isThere = await client.send(new HeadBucketCommand({ Bucket: bucket })).then(
    () => true,
    () => false,
  );
  // us-east-1 is the one region that must not be named.
  const place = region === 'us-east-1' ? {} : { LocationConstraint: region as 'us-east-2' };
  if (!isThere)
    await client.send(new CreateBucketCommand({ Bucket: bucket, CreateBucketConfiguration: place }));
  client.destroy();
}

async function putInstance(state: SandboxState, environment: Environment): Promise<void> {
  const client = new RDSClient(clientSettings(state, environment.region));
  const DBInstanceIdentifier = `${organisation}-${environment.name}-postgres`;
  const { port, user, password } = state.postgres;
  const found = await client
    .send(new DescribeDBInstancesCommand({ DBInstanceIdentifier }))
    .catch(() => undefined);
  const instance = found?.DBInstances?.[0];
  if (instance === undefined) {
    await client.send(
      new CreateDBInstanceCommand({
        DBInstanceIdentifier,
        DBInstanceClass: 'db.t4g.micro',
        Engine: 'postgres',
        AllocatedStorage: 20,
        DBName: environment.database,
        MasterUsername: user,
        MasterUserPassword: password,
        Port: port,
      }),
    );
  } else if (instance.Endpoint?.Port !== port) {
    await client.send(
      new ModifyDBInstanceCommand({ DBInstanceIdentifier, DBPortNumber: port, ApplyImmediately: true }),
    );
  }
  client.destroy();
}
