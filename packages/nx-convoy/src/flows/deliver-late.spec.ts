import { FakeWorld } from '../../tests/fakes/fake-world';
import { receipt, started } from '../../tests/fakes/values';
import { release } from '../../tests/fakes/values-of-release';
import { deliverLate } from './deliver-late';

async function stage() {
  const world = new FakeWorld();
  const token = await world.lease.take('dev', 'deploy');
  return { world, token };
}

it('has nothing to do, and asks nobody, where nothing waits', async () => {
  const { world, token } = await stage();
  world.calls.length = 0;
  await deliverLate('dev', token, world);
  expect(world.calls).toEqual(['outbox.pending']);
});

it('delivers what an earlier run kept, marked late, under the new lock, with the token of the old one', async () => {
  const { world, token } = await stage();
  world.receipts.record('dev', [started({ run: 'dead', token: 'old' })]);
  await world.late.keep('dev', [receipt({ run: 'dead', token: 'old', startedAt: started().startedAt })]);
  await deliverLate('dev', token, world);
  expect(world.entries().at(-1)).toMatchObject({ run: 'dead', token: 'old', late: true });
  expect(await world.late.pending('dev')).toEqual([]);
  expect(world.lines).toEqual(['dev: 1 entry of an earlier run delivered to the ledger']);
});

it('leaves no duplicate where the push had got there after all, or delivery is repeated', async () => {
  const { world, token } = await stage();
  const kept = receipt({ run: 'dead' });
  world.receipts.record('dev', [kept]);
  for (const again of [kept, kept]) {
    await world.late.keep('dev', [again]);
    await deliverLate('dev', token, world);
  }
  expect(world.entries()).toHaveLength(1);
});

it('keeps everything where the ledger is away again', async () => {
  const { world, token } = await stage();
  await world.late.keep('dev', [receipt({ run: 'dead' }), release({ run: 'dead' })]);
  world.records.away = true;
  await expect(deliverLate('dev', token, world)).rejects.toMatchObject({ code: 'CONVOY_LEDGER_UNREACHABLE' });
  expect(await world.late.pending('dev')).toHaveLength(2);
});

it('forgets nothing where the lock is not ours any more', async () => {
  const { world } = await stage();
  await world.late.keep('dev', [receipt({ run: 'dead' })]);
  await expect(deliverLate('dev', 'another token', world)).rejects.toMatchObject({
    code: 'CONVOY_LOCK_LOST',
  });
  expect(await world.late.pending('dev')).toHaveLength(1);
});
