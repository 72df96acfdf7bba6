import type { DBInstance } from '@aws-sdk/client-rds';
import type { Databases } from '../ports';
import { traits, type Access } from './access';
import { describeInstance, type LoadRds, type Rds } from './rds';

/** Says of an instance what it was restored from: the same restore is known again, and no other is taken for it. */
const ORIGIN_TAG = 'nx-convoy:restored-from';

/** What a restored instance has of its source; RDS itself would fall back to the defaults of the account. */
type Alike = ReturnType<typeof alikeOf>;
interface Restore {
  readonly what: string;
  readonly source: string;
  readonly target: string;
  readonly origin: string;
  readonly begin: (rds: Rds, alike: Alike, abortSignal: AbortSignal) => Promise<unknown>;
}

/** New instances from a time or a snapshot. The source is only read. */
export function createRestores(
  access: Access,
  load: LoadRds,
): Pick<Databases, 'restoreToTime' | 'restoreSnapshot'> {
  return {
    restoreToTime: ({ source, target, at }) =>
      restore(access, load, {
        what: `restore database ${source} to ${target} as it was at ${at}`,
        source,
        target,
        origin: `${source} at ${at}`,
        begin: ({ sdk, client }, alike, abortSignal) =>
          client.send(
            new sdk.RestoreDBInstanceToPointInTimeCommand({
              ...alike,
              SourceDBInstanceIdentifier: source,
              TargetDBInstanceIdentifier: target,
              RestoreTime: new Date(at),
            }),
            { abortSignal },
          ),
      }),
    restoreSnapshot: ({ source, snapshot, target }) =>
      restore(access, load, {
        what: `restore snapshot ${snapshot} to database ${target}`,
        source,
        target,
        origin: `snapshot ${snapshot}`,
        begin: ({ sdk, client }, alike, abortSignal) =>
          client.send(
            new sdk.RestoreDBInstanceFromDBSnapshotCommand({
              ...alike,
              DBSnapshotIdentifier: snapshot,
              DBInstanceIdentifier: target,
            }),
            { abortSignal },
          ),
      }),
  };
}

async function restore(access: Access, load: LoadRds, wish: Restore): Promise<void> {
  const { what, source, target, origin, begin } = wish;
  await access.call(what, async (abortSignal) => {
    const rds = await load();
    const found = await describeInstance(rds, source, abortSignal);
    if (found === null) throw new RangeError(`there is no database ${source}`);
    try {
      await begin(rds, alikeOf(found, origin), abortSignal);
    } catch (cause) {
      if (!traits(cause).name.startsWith('DBInstanceAlreadyExists')) throw cause;
      // Of an earlier run, or of an attempt whose answer was lost.
      const there = await describeInstance(rds, target, abortSignal);
      if (originOf(there) !== origin) throw cause;
    }
  });
}

function alikeOf(source: DBInstance, origin: string) {
  const group = source.DBParameterGroups?.[0]?.DBParameterGroupName;
  return {
    DBInstanceClass: source.DBInstanceClass,
    DBSubnetGroupName: source.DBSubnetGroup?.DBSubnetGroupName,
    VpcSecurityGroupIds: (source.VpcSecurityGroups ?? []).flatMap(({ VpcSecurityGroupId: id }) =>
      id === undefined ? [] : [id],
    ),
    // The default group of today's version may not fit the version of that time: RDS chooses.
    ...(group === undefined || group.startsWith('default.') ? {} : { DBParameterGroupName: group }),
    MultiAZ: source.MultiAZ,
    PubliclyAccessible: source.PubliclyAccessible,
    EnableIAMDatabaseAuthentication: source.IAMDatabaseAuthenticationEnabled,
    DeletionProtection: source.DeletionProtection,
    CopyTagsToSnapshot: source.CopyTagsToSnapshot,
    Tags: [{ Key: ORIGIN_TAG, Value: origin }],
  };
}

function originOf(instance: DBInstance | null): string | null {
  return instance?.TagList?.find(({ Key }) => Key === ORIGIN_TAG)?.Value ?? null;
}
