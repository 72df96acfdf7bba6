import { FakeWorld } from '../../tests/fakes/fake-world';
import { runContext } from '../../tests/fakes/rollback-stage';
import { commit, failedReceipt, pin, receipt, started, tree } from '../../tests/fakes/values';
import { release, rolledBack } from '../../tests/fakes/values-of-release';
import { lockHolder } from '../../tests/fakes/values-of-lock';
import type { LedgerEntry } from '../model/receipt';
import type { RunContext } from '../model/run-context';
import { closeRun } from './close-run';

const wanted = [{ component: 'backend', pin: pin() }];
const close = async (world: FakeWorld, run: Partial<RunContext> = {}, names = wanted): Promise<boolean> =>
  (await closeRun({ run: runContext(run), wanted: names }, world)).complete;
/** A run that holds the lock and has recorded what it did. */
async function stage(...entries: LedgerEntry[]): Promise<FakeWorld> {
  const world = new FakeWorld();
  await world.lease.take('dev', 'deploy');
  if (entries.length > 0) world.receipts.record('dev', entries);
  world.calls.length = 0;
  return world;
}
const isFree = (world: FakeWorld): boolean => !world.records.locks.has('dev');

describe('a run after which everything is verified at its pin', () => {
  it('is a release, recorded and freed in one push', async () => {
    const world = await stage(receipt());
    expect(await close(world)).toBe(true);
    expect(world.entries().at(-1)).toMatchObject({
      type: 'release',
      run: 'run-9',
      adopted: false,
      components: { backend: { commit: commit('b'), tree: tree('b') } },
    });
    expect(world.writes()).toEqual(['ledger.close']);
    expect(isFree(world)).toBe(true);
  });

  it('is no second release where nothing changed, and pushes nothing without a lock', async () => {
    const world = new FakeWorld();
    const components = {
      backend: { ...release().components['backend']!, commit: commit('b'), tree: tree('b') },
    };
    world.receipts.record('dev', [
      receipt(),
      release({ finishedAt: '2026-03-01T20:00:00.000Z', components }),
    ]);
    expect(await close(world)).toBe(true);
    expect(world.writes()).toEqual([]);
    expect(world.calls).not.toContain('locks.attempt');
  });

  it('says the last word of a run that died before it, and takes the lock for that', async () => {
    const world = new FakeWorld();
    world.receipts.record('dev', [receipt({ run: 'dead' })]);
    expect(await close(world)).toBe(true);
    expect(world.calls).toContain('locks.attempt');
    expect(world.entries().at(-1)).toMatchObject({ type: 'release', run: 'run-9' });
    expect(isFree(world)).toBe(true);
  });
});

describe('a run that did not get there', () => {
  it.each<[string, LedgerEntry[]]>([
    ['failed', [failedReceipt()]],
    ['was killed in one component', [receipt(), started()]],
    ['deployed only a part', []],
  ])('that %s is no release, but frees the lock', async (_how, entries) => {
    const world = await stage(...entries);
    expect(await close(world)).toBe(false);
    expect(world.entries()).toHaveLength(entries.length);
    expect(isFree(world)).toBe(true);
  });

  it('that lost its lock writes nothing and leaves the new holder alone', async () => {
    const world = await stage(receipt());
    world.records.locks.set('dev', lockHolder());
    await close(world);
    expect(world.entries()).toHaveLength(1);
    expect(isFree(world)).toBe(false);
  });

  it('keeps its last word for the next run where the ledger is away', async () => {
    const world = await stage(receipt());
    await world.ledger.read('dev');
    world.records.away = true;
    await expect(close(world)).rejects.toMatchObject({ code: 'CONVOY_LEDGER_UNREACHABLE' });
    expect(await world.late.pending('dev')).toMatchObject([{ type: 'release', run: 'run-9' }]);
  });
});

describe('a rollback', () => {
  const begun = started({
    run: 'run-5',
    verb: 'rollback',
    target: 'run-0',
    commit: commit('a'),
    tree: tree('a'),
  });
  const back = { target: 'run-0' };

  it('that brought the whole set back says so', async () => {
    const world = await stage(release(), receipt(), begun, rolledBack());
    expect(await close(world, back)).toBe(false);
    expect(world.entries().at(-1)).toMatchObject({ what: { kind: 'rolled-back', target: 'run-0' } });
    expect(await world.receipts.read('dev')).toMatchObject({
      rollback: null,
      hold: { trees: { backend: tree('b') } },
    });
  });

  it('that is not through says nothing, so that the next one goes on', async () => {
    const world = await stage(release(), receipt(), begun, rolledBack({ outcome: 'failed', verdict: null }));
    await close(world, back);
    expect((await world.receipts.read('dev')).rollback).toMatchObject({ target: 'run-0' });
    expect(isFree(world)).toBe(true);
  });

  it('that found everything back already says nothing', async () => {
    const world = await stage(release(), receipt({ commit: commit('a'), tree: tree('a') }));
    await close(world, back);
    expect(world.entries()).toHaveLength(2);
  });

  it('that a failed run started leaves the lock to that run', async () => {
    const world = await stage(release(), receipt(), begun, rolledBack());
    await close(world, { ...back, under: 'run-9' });
    expect(world.writes()).toEqual(['ledger.append']);
    expect(isFree(world)).toBe(false);
  });
});
