import { FakeWorld } from '../../tests/fakes/fake-world';
import { lockClaim, lockHolder } from '../../tests/fakes/values-of-lock';
import { NO_FLAGS } from '../model/run-flags';
import { unlock } from './unlock';

const place = { environment: 'dev', run: 'run-9' };
function stage(reason: string | null): FakeWorld {
  const world = new FakeWorld();
  world.flags = { ...NO_FLAGS, reason };
  world.records.locks.set('dev', lockHolder());
  return world;
}

it('says so where nobody holds the lock, and needs no reason for that', async () => {
  const world = new FakeWorld();
  expect(await unlock(place, world)).toBeNull();
  expect(world.lines).toEqual(['dev: nobody holds the lock']);
});

it('shows who holds it, since when and for what, and takes it away only with a reason', async () => {
  for (const reason of [null, '  ']) {
    const world = stage(reason);
    await expect(unlock(place, world)).rejects.toMatchObject({ code: 'CONVOY_UNLOCK_REASON_MISSING' });
    expect(world.lines).toEqual([
      'dev: the lock is held by user@host (run 81c2, deploy since 2026-03-02T23:01:00.000Z)',
    ]);
    expect(world.records.locks.has('dev')).toBe(true);
  }
});

it('is recorded with reason and holder, and the run that held it can write nothing any more', async () => {
  const world = stage('laptop died');
  const holder = lockHolder({ claim: lockClaim() });
  expect(await unlock(place, world)).toEqual(holder);
  expect(world.entries()).toMatchObject([
    {
      type: 'occurrence',
      run: 'run-9',
      token: holder.token,
      what: {
        kind: 'unlocked',
        reason: 'laptop died',
        holder: expect.stringContaining('run 81c2') as string,
      },
    },
  ]);
  await expect(world.receipts.append('dev', [], holder.token)).rejects.toMatchObject({
    code: 'CONVOY_LOCK_LOST',
  });
});

it('leaves it where the holder gave a sign of life meanwhile', async () => {
  const world = stage('laptop died');
  const look = world.keepers.look.bind(world.keepers);
  jest.spyOn(world.keepers, 'look').mockImplementation(async (environment) => {
    const seen = await look(environment);
    await world.keepers.beat(environment, seen?.token ?? '');
    return seen;
  });
  await expect(unlock(place, world)).rejects.toMatchObject({ code: 'CONVOY_UNLOCK_HOLDER_ALIVE' });
  expect(world.entries()).toEqual([]);
});
