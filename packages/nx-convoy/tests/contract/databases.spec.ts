import {
  CreateDBInstanceCommand,
  CreateDBParameterGroupCommand,
  DescribeDBInstancesCommand,
  RDSClient,
} from '@aws-sdk/client-rds';
import { createDatabases } from '../../src/effects/aws/databases';
import type { Databases } from '../../src/effects/ports';
import { FakeDatabases } from '../fakes/fake-databases';
import { openMoto } from './moto';

interface Setup {
  readonly databases: Databases;
  /** `days`: how long backups are kept. */
  putInstance(id: string, days?: number): Promise<void>;
  /** All that the provider says of the instance, but for what changes by itself. */
  describe(id: string): Promise<unknown>;
  readonly close: () => Promise<void>;
}

const GROUP = 'assurex-postgres';
const LONG_AGO = '2001-01-01T00:00:00.000Z';

async function fake(): Promise<Setup> {
  const databases = new FakeDatabases();
  return {
    databases,
    putInstance: async (id, days = 7) =>
      databases.put(id, { restorableUntil: days === 0 ? null : '2026-01-01T00:00:00.000Z' }),
    describe: (id) => databases.instance(id),
    close: async () => undefined,
  };
}

async function real(): Promise<Setup> {
  const { endpoint, credentials, close } = await openMoto();
  const settings = { endpoint, credentials, region: 'us-east-2' };
  const rds = new RDSClient(settings);
  const group = { DBParameterGroupName: GROUP, DBParameterGroupFamily: 'postgres16', Description: 'any' };
  await rds.send(new CreateDBParameterGroupCommand(group));
  return {
    databases: createDatabases({ ...settings, profile: null, role: null, session: 'test' }),
    putInstance: async (id, days = 7) => {
      await rds.send(
        new CreateDBInstanceCommand({
          DBInstanceIdentifier: id,
          DBInstanceClass: 'db.t4g.medium',
          Engine: 'postgres',
          AllocatedStorage: 20,
          MasterUsername: 'someone',
          MasterUserPassword: 'not-a-secret',
          BackupRetentionPeriod: days,
          DBParameterGroupName: GROUP,
          VpcSecurityGroupIds: ['sg-123456'],
          CopyTagsToSnapshot: true,
          PubliclyAccessible: false,
        }),
      );
    },
    describe: async (id) => {
      const { DBInstances = [] } = await rds.send(
        new DescribeDBInstancesCommand({ DBInstanceIdentifier: id }),
      );
      // It moves on by itself.
      return DBInstances.map((each) => ({ ...each, LatestRestorableTime: undefined }))[0];
    },
    close,
  };
}

describe.each([
  ['fake', fake],
  ['real', real],
])('databases (%s)', (kind, open) => {
  let setup: Setup;
  let databases: Databases;
  let name: string;
  let count = 0;
  jest.setTimeout(30_000);

  beforeAll(async () => {
    setup = await open();
    databases = setup.databases;
  }, 300_000);
  afterAll(() => setup.close(), 30_000);
  beforeEach(() => {
    count += 1;
    name = `db-${kind}-${count}`;
  });

  /** What is begun is seen under way first, or has ended already. */
  async function available(id: string) {
    const deadline = performance.now() + 20_000;
    for (;;) {
      const found = await databases.instance(id);
      if (found?.status === 'available') return found;
      if (performance.now() > deadline) throw new Error(`${id} is still ${found?.status ?? 'absent'}`);
    }
  }
  async function snapshotAvailable(snapshot: string): Promise<string> {
    const first = await databases.snapshotStatus(snapshot);
    return first === 'creating'
      ? ((await databases.snapshotStatus(snapshot)) ?? 'absent')
      : (first ?? 'absent');
  }

  it('answers null for what does not exist', async () => {
    expect(await databases.instance(name)).toBeNull();
    expect(await databases.snapshotStatus(name)).toBeNull();
  });

  it('reads an instance: where it listens and to which time it can be restored', async () => {
    await setup.putInstance(name);
    const found = await available(name);
    expect(found).toMatchObject({ id: name, endpoint: expect.stringMatching(/^[\w.-]+:\d+$/) });
    expect(new Date(found.restorableUntil ?? '').toISOString()).toBe(found.restorableUntil);
  });

  it('says of an instance without backups that there is no time to restore to', async () => {
    await setup.putInstance(name, 0);
    expect((await available(name)).restorableUntil).toBeNull();
  });

  it('makes a snapshot once', async () => {
    await setup.putInstance(name);
    await databases.snapshot(name, `${name}-before`);
    expect(await snapshotAvailable(`${name}-before`)).toBe('available');
    await databases.snapshot(name, `${name}-before`);
    expect(await databases.snapshotStatus(`${name}-before`)).toBe('available');
  });

  it('takes no snapshot of another instance for its own, and makes none of nothing', async () => {
    await setup.putInstance(name);
    await setup.putInstance(`${name}-other`);
    await databases.snapshot(`${name}-other`, `${name}-before`);
    const refusal = { code: 'CONVOY_PROVIDER_FAILED', message: expect.stringContaining(name) };
    await expect(databases.snapshot(name, `${name}-before`)).rejects.toMatchObject(refusal);
    await expect(databases.snapshot(`no-${name}`, `${name}-x`)).rejects.toMatchObject(refusal);
    expect(await databases.snapshotStatus(`${name}-x`)).toBeNull();
  });

  it('makes a new instance as the source was at a time; again begins nothing', async () => {
    await setup.putInstance(name);
    const source = await setup.describe(name);
    const restore = { source: name, target: `${name}-restore`, at: LONG_AGO };
    await databases.restoreToTime(restore);
    expect(await available(restore.target)).toMatchObject({ endpoint: expect.stringContaining(':') });
    const target = await setup.describe(restore.target);
    await databases.restoreToTime(restore);
    expect(await setup.describe(restore.target)).toEqual(target);
    expect(await setup.describe(name)).toEqual(source);
  });

  it('makes a new instance from a snapshot; again begins nothing', async () => {
    await setup.putInstance(name);
    await databases.snapshot(name, `${name}-before`);
    await snapshotAvailable(`${name}-before`);
    const source = await setup.describe(name);
    const restore = { source: name, target: `${name}-restore`, snapshot: `${name}-before` };
    await databases.restoreSnapshot(restore);
    expect(await available(restore.target)).toMatchObject({ endpoint: expect.stringContaining(':') });
    await databases.restoreSnapshot(restore);
    expect(await setup.describe(name)).toEqual(source);
  });

  it('takes no instance for the restored one that was made from anything else', async () => {
    await setup.putInstance(name);
    await setup.putInstance(`${name}-other`);
    const refusal = { code: 'CONVOY_PROVIDER_FAILED', message: expect.stringContaining(`${name}-`) };
    const restore = { source: name, at: LONG_AGO };
    await expect(databases.restoreToTime({ ...restore, target: `${name}-other` })).rejects.toMatchObject(
      refusal,
    );
    await databases.restoreToTime({ ...restore, target: `${name}-restore` });
    await available(`${name}-restore`);
    const later = { source: name, target: `${name}-restore`, at: '2002-01-01T00:00:00.000Z' };
    await expect(databases.restoreToTime(later)).rejects.toMatchObject(refusal);
  });

  it('restores nothing without a source or without the snapshot', async () => {
    await setup.putInstance(name);
    const refusal = { code: 'CONVOY_PROVIDER_FAILED', message: expect.stringContaining(name) };
    const target = `${name}-restore`;
    await expect(
      databases.restoreToTime({ source: `no-${name}`, target, at: LONG_AGO }),
    ).rejects.toMatchObject(refusal);
    await expect(
      databases.restoreSnapshot({ source: name, target, snapshot: `no-${name}` }),
    ).rejects.toMatchObject(refusal);
    expect(await databases.instance(target)).toBeNull();
  });

  if (kind === 'real')
    it('gives the new instance what its source has, not the defaults of the account', async () => {
      await setup.putInstance(name);
      await databases.restoreToTime({ source: name, target: `${name}-restore`, at: LONG_AGO });
      expect(await setup.describe(`${name}-restore`)).toMatchObject({
        DBInstanceClass: 'db.t4g.medium',
        PubliclyAccessible: false,
        CopyTagsToSnapshot: true,
        VpcSecurityGroups: [{ VpcSecurityGroupId: 'sg-123456' }],
        DBParameterGroups: [{ DBParameterGroupName: GROUP }],
      });
    });
});
