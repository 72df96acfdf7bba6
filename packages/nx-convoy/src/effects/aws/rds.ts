import type { DBInstance, DBSnapshot, RDSClient } from '@aws-sdk/client-rds';
import { orNull, type Access } from './access';
import { once } from './once';

export interface Rds {
  readonly sdk: typeof import('@aws-sdk/client-rds');
  readonly client: RDSClient;
}
export type LoadRds = () => Promise<Rds>;

export function loadRds(access: Access): LoadRds {
  return once(async () => {
    const sdk = await import('@aws-sdk/client-rds');
    return { sdk, client: new sdk.RDSClient(await access.settings()) };
  });
}

export async function describeInstance(
  { sdk, client }: Rds,
  id: string,
  abortSignal: AbortSignal,
): Promise<DBInstance | null> {
  const question = new sdk.DescribeDBInstancesCommand({ DBInstanceIdentifier: id });
  const answer = await orNull(client.send(question, { abortSignal }), ({ name }) =>
    name.startsWith('DBInstanceNotFound'),
  );
  return answer?.DBInstances?.[0] ?? null;
}

export async function describeSnapshot(
  { sdk, client }: Rds,
  name: string,
  abortSignal: AbortSignal,
): Promise<DBSnapshot | null> {
  const question = new sdk.DescribeDBSnapshotsCommand({ DBSnapshotIdentifier: name });
  const answer = await orNull(client.send(question, { abortSignal }), (failure) =>
    failure.name.startsWith('DBSnapshotNotFound'),
  );
  return answer?.DBSnapshots?.[0] ?? null;
}
