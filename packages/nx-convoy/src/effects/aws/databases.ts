import type { DBInstance } from '@aws-sdk/client-rds';
import type { DatabaseInstance, Databases } from '../ports';
import { createAccess, traits, type Access } from './access';
import type { CloudOptions } from './cloud';
import { describeInstance, describeSnapshot, loadRds, type LoadRds } from './rds';
import { createRestores } from './restores';

/** RDS in one region. */
export function createDatabases(options: CloudOptions): Databases {
  const access = createAccess(options);
  const load = loadRds(access);
  return {
    instance: (id) =>
      access.call(`read database ${id}`, async (abortSignal) => {
        const found = await describeInstance(await load(), id, abortSignal);
        return found === null ? null : databaseInstance(id, found);
      }),
    snapshot: (instance, name) => makeSnapshot(access, load, { instance, name }),
    snapshotStatus: (name) =>
      access.call(`read snapshot ${name}`, async (abortSignal) => {
        const found = await describeSnapshot(await load(), name, abortSignal);
        return found === null ? null : (found.Status ?? 'unknown');
      }),
    ...createRestores(access, load),
  };
}

function databaseInstance(id: string, found: DBInstance): DatabaseInstance {
  const { Address: address, Port: port } = found.Endpoint ?? {};
  // Without backups there is nothing to restore from, whatever time is told.
  const hasBackups = (found.BackupRetentionPeriod ?? 1) > 0;
  return {
    id,
    status: found.DBInstanceStatus ?? 'unknown',
    endpoint: address === undefined || port === undefined ? null : `${address}:${port}`,
    restorableUntil: hasBackups ? (found.LatestRestorableTime?.toISOString() ?? null) : null,
  };
}

async function makeSnapshot(
  access: Access,
  load: LoadRds,
  { instance, name }: { readonly instance: string; readonly name: string },
): Promise<void> {
  await access.call(`make snapshot ${name} of database ${instance}`, async (abortSignal) => {
    const { sdk, client } = await load();
    const question = new sdk.CreateDBSnapshotCommand({
      DBInstanceIdentifier: instance,
      DBSnapshotIdentifier: name,
    });
    try {
      await client.send(question, { abortSignal });
    } catch (cause) {
      if (!traits(cause).name.startsWith('DBSnapshotAlreadyExists')) throw cause;
      const there = await describeSnapshot({ sdk, client }, name, abortSignal);
      // One of another database is no way back for this one.
      if (there?.DBInstanceIdentifier !== instance) throw cause;
    }
  });
}
