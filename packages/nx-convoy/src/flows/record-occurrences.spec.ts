import { FakeWorld } from '../../tests/fakes/fake-world';
import { lockHolder } from '../../tests/fakes/values-of-lock';
import { ledgerUnreachable } from '../model/errors';
import type { Occurrence } from '../model/receipt';
import { recordOccurrences } from './record-occurrences';

async function said(world: FakeWorld): Promise<Occurrence> {
  const token = await world.lease.take('dev', 'sql');
  return {
    ...{
      version: 1,
      type: 'occurrence',
      world: 'sandbox',
      environment: 'dev',
      run: 'run-1',
      who: 'ada',
      token,
    },
    startedAt: world.clock.now(),
    what: { kind: 'flag-set', flag: 'beta', parameter: '/beta', before: null, after: '1', reason: '' },
  };
}

describe('what was done is said in the ledger', () => {
  it('and nowhere else', async () => {
    const world = new FakeWorld();
    const entry = await said(world);
    await recordOccurrences([entry], world);
    expect(world.entries()).toEqual([entry]);
    expect(await world.outbox.pending('dev')).toEqual([]);
  });

  it('or kept for the next run where another one has the lock by now', async () => {
    const world = new FakeWorld();
    const entry = await said(world);
    world.records.locks.set('dev', lockHolder());
    await expect(recordOccurrences([entry], world)).rejects.toMatchObject({ code: 'CONVOY_LOCK_LOST' });
    expect(world.entries()).toEqual([]);
    expect(await world.outbox.pending('dev')).toEqual([entry]);
  });

  it('or kept for the next run where it cannot be reached', async () => {
    const world = new FakeWorld();
    const entry = await said(world);
    jest.spyOn(world.receipts, 'append').mockRejectedValue(ledgerUnreachable('origin', 'refused'));
    await expect(recordOccurrences([entry], world)).rejects.toMatchObject({
      code: 'CONVOY_LEDGER_UNREACHABLE',
    });
    expect(await world.outbox.pending('dev')).toEqual([entry]);
  });

  it('and a bug keeps its stack, and nothing else', async () => {
    const world = new FakeWorld();
    const entry = await said(world);
    const bug = new TypeError('undefined is not a function');
    jest.spyOn(world.receipts, 'append').mockRejectedValue(bug);
    await expect(recordOccurrences([entry], world)).rejects.toBe(bug);
    expect(await world.outbox.pending('dev')).toEqual([]);
  });
});
