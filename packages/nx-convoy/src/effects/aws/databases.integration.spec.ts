import {
  CreateDBSnapshotCommand,
  DescribeDBInstancesCommand,
  DescribeDBSnapshotsCommand,
  ModifyDBInstanceCommand,
  RDSClient,
  RestoreDBInstanceFromDBSnapshotCommand,
  RestoreDBInstanceToPointInTimeCommand,
} from '@aws-sdk/client-rds';
import { mockClient } from 'aws-sdk-client-mock';
import { createDatabases } from './databases';

const rds = mockClient(RDSClient);
const databases = createDatabases({
  region: 'us-east-2',
  endpoint: null,
  credentials: { accessKeyId: '111122223333', secretAccessKey: 'test' },
  profile: null,
  role: null,
  session: 'run',
});
const restore = { source: 'main', target: 'main-restore', at: '2026-01-02T03:04:05.000Z' };

function fault(name: string): Error {
  return Object.assign(new Error(`this is ${name}`), { name });
}

beforeEach(() => rds.reset());
afterAll(() => rds.restore());

describe('a database at RDS', () => {
  it.each(['DBInstanceNotFound', 'DBInstanceNotFoundFault'])('is absent at %s', async (name) => {
    rds.on(DescribeDBInstancesCommand).rejects(fault(name));
    expect(await databases.instance('main')).toBeNull();
  });

  it('is not taken for absent when it could not be read, and the words are kept', async () => {
    rds.on(DescribeDBInstancesCommand).rejects(fault('AccessDenied'));
    await expect(databases.instance('main')).rejects.toMatchObject({
      code: 'CONVOY_PROVIDER_FAILED',
      message: expect.stringContaining('this is AccessDenied'),
    });
  });

  it('that is being made has no endpoint yet', async () => {
    const found = { DBInstanceStatus: 'creating', Endpoint: { Port: 5432 } };
    rds.on(DescribeDBInstancesCommand).resolves({ DBInstances: [found] });
    expect(await databases.instance('main')).toEqual({
      id: 'main',
      status: 'creating',
      endpoint: null,
      restorableUntil: null,
    });
  });

  it('has no time to restore to with its backups off', async () => {
    const found = { BackupRetentionPeriod: 0, LatestRestorableTime: new Date(0) };
    rds.on(DescribeDBInstancesCommand).resolves({ DBInstances: [found] });
    expect((await databases.instance('main'))?.restorableUntil).toBeNull();
  });
});

describe('a snapshot', () => {
  it.each(['DBSnapshotNotFound', 'DBSnapshotNotFoundFault'])('is absent at %s', async (name) => {
    rds.on(DescribeDBSnapshotsCommand).rejects(fault(name));
    expect(await databases.snapshotStatus('before')).toBeNull();
  });

  it.each(['DBSnapshotAlreadyExists', 'DBSnapshotAlreadyExistsFault'])(
    'of this database that exists already is taken at %s',
    async (name) => {
      rds.on(CreateDBSnapshotCommand).rejects(fault(name));
      rds.on(DescribeDBSnapshotsCommand).resolves({ DBSnapshots: [{ DBInstanceIdentifier: 'main' }] });
      await databases.snapshot('main', 'before');
      await expect(databases.snapshot('other', 'before')).rejects.toMatchObject({
        code: 'CONVOY_PROVIDER_FAILED',
      });
    },
  );

  it('that RDS refuses is refused with its words', async () => {
    rds.on(CreateDBSnapshotCommand).rejects(fault('SnapshotQuotaExceeded'));
    await expect(databases.snapshot('main', 'before')).rejects.toMatchObject({
      message: expect.stringContaining('this is SnapshotQuotaExceeded'),
    });
  });
});

describe('a restore', () => {
  const source = {
    DBInstanceIdentifier: 'main',
    DBInstanceClass: 'db.t4g.medium',
    DBSubnetGroup: { DBSubnetGroupName: 'private' },
    VpcSecurityGroups: [{ VpcSecurityGroupId: 'sg-1' }, { VpcSecurityGroupId: 'sg-2' }],
    DBParameterGroups: [{ DBParameterGroupName: 'assurex' }],
  };
  const known = (): void => {
    rds.on(DescribeDBInstancesCommand, { DBInstanceIdentifier: 'main' }).resolves({ DBInstances: [source] });
  };

  it('to a time has the network, the rules and the size of its source, which is only read', async () => {
    known();
    await databases.restoreToTime(restore);
    const [call] = rds.commandCalls(RestoreDBInstanceToPointInTimeCommand);
    expect(call?.args[0].input).toMatchObject({
      SourceDBInstanceIdentifier: 'main',
      TargetDBInstanceIdentifier: 'main-restore',
      RestoreTime: new Date('2026-01-02T03:04:05.000Z'),
      DBInstanceClass: 'db.t4g.medium',
      DBSubnetGroupName: 'private',
      VpcSecurityGroupIds: ['sg-1', 'sg-2'],
      DBParameterGroupName: 'assurex',
    });
    expect(rds.commandCalls(ModifyDBInstanceCommand)).toEqual([]);
    expect(rds.calls()).toHaveLength(2);
  });

  it('from a snapshot has them too', async () => {
    known();
    await databases.restoreSnapshot({ source: 'main', snapshot: 'before', target: 'main-restore' });
    const [call] = rds.commandCalls(RestoreDBInstanceFromDBSnapshotCommand);
    expect(call?.args[0].input).toMatchObject({
      DBSnapshotIdentifier: 'before',
      DBInstanceIdentifier: 'main-restore',
      DBSubnetGroupName: 'private',
      VpcSecurityGroupIds: ['sg-1', 'sg-2'],
    });
  });

  it('names no default group of parameters: it may not fit the version of that time', async () => {
    const DBParameterGroups = [{ DBParameterGroupName: 'default.postgres16' }];
    rds.on(DescribeDBInstancesCommand).resolves({ DBInstances: [{ ...source, DBParameterGroups }] });
    await databases.restoreToTime(restore);
    const [call] = rds.commandCalls(RestoreDBInstanceToPointInTimeCommand);
    expect(call?.args[0].input).not.toHaveProperty('DBParameterGroupName');
  });

  it('whose answer was lost is known again by its mark', async () => {
    known();
    await databases.restoreToTime(restore);
    const [call] = rds.commandCalls(RestoreDBInstanceToPointInTimeCommand);
    const made = { DBInstanceIdentifier: 'main-restore', TagList: call?.args[0].input.Tags };
    rds.on(RestoreDBInstanceToPointInTimeCommand).rejects(fault('DBInstanceAlreadyExistsFault'));
    rds
      .on(DescribeDBInstancesCommand, { DBInstanceIdentifier: 'main-restore' })
      .resolves({ DBInstances: [made] });
    await databases.restoreToTime(restore);
    await expect(
      databases.restoreToTime({ ...restore, at: '2026-01-02T03:04:06.000Z' }),
    ).rejects.toMatchObject({ code: 'CONVOY_PROVIDER_FAILED' });
  });

  it.each(['PointInTimeRestoreNotEnabledFault', 'InvalidRestoreFault'])(
    'that RDS refuses is refused with its words (%s)',
    async (name) => {
      known();
      rds.on(RestoreDBInstanceToPointInTimeCommand).rejects(fault(name));
      await expect(databases.restoreToTime(restore)).rejects.toMatchObject({
        code: 'CONVOY_PROVIDER_FAILED',
        message: expect.stringContaining(`this is ${name}`),
      });
    },
  );
});
