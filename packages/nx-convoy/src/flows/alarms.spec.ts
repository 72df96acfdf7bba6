import { FakeLeaseStamps } from '../../tests/fakes/fake-lease-stamps';
import { FakeWorld, order } from '../../tests/fakes/fake-world';
import { resolvedComponent } from '../../tests/fakes/values';
import { alarm } from '../../tests/fakes/values-of-alarm';
import { alarms } from './alarms';

const two = [alarm(), alarm({ name: 'other' })];
const ordered = order({ component: resolvedComponent({ alarms: two }) });

describe('putting alarms', () => {
  it('puts those that are missing or other than declared, under the lock, and tells how all are', async () => {
    const world = new FakeWorld();
    await world.cloudWatch.putAlarm(alarm({ threshold: 1 }));
    world.cloudWatch.setState('api-errors', 'ALARM');
    expect(await alarms(ordered, world)).toEqual({
      put: ['api-errors', 'other'],
      interrupted: false,
      alarms: [
        { name: 'api-errors', state: 'ALARM', updatedAt: world.time.now() },
        { name: 'other', state: 'INSUFFICIENT_DATA', updatedAt: world.time.now() },
      ],
    });
    expect(await world.lease.token('dev')).not.toBeNull();
  });

  it('only looks where all are as declared, and takes no lock', async () => {
    const world = new FakeWorld();
    for (const each of two) await world.cloudWatch.putAlarm(each);
    expect(await alarms(ordered, world)).toMatchObject({ put: [] });
    expect(world.writes()).toEqual([]);
    expect(await world.lease.token('dev')).toBeNull();
  });

  it('puts nothing while another run has the lock', async () => {
    const world = new FakeWorld();
    await world.leaseOf('another', new FakeLeaseStamps(() => world.time.now())).take('dev', 'deploy');
    await expect(alarms(ordered, world)).rejects.toMatchObject({ code: 'CONVOY_LOCK_HELD' });
    expect(world.cloudWatch.writes).toEqual([]);
  });

  it('puts no more of them when it is interrupted', async () => {
    const world = new FakeWorld();
    world.interrupt();
    expect(await alarms(ordered, world)).toMatchObject({ put: [], interrupted: true });
    expect(world.cloudWatch.writes).toEqual([]);
  });

  it('touches nothing in another account', async () => {
    const world = new FakeWorld('999999999999');
    await expect(alarms(ordered, world)).rejects.toMatchObject({ code: 'CONVOY_ACCOUNT_WRONG' });
    expect(world.cloudWatch.writes).toEqual([]);
  });
});
