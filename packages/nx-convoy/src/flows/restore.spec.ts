import { FakeWorld, order } from '../../tests/fakes/fake-world';
import { commit, liveState, migrations, receipt, resolvedComponent, tree } from '../../tests/fakes/values';
import { release, releasedComponent } from '../../tests/fakes/values-of-release';
import type { RestoreOptions } from '../decide/restore-wish';
import { restore } from './restore';

const NOTHING: RestoreOptions = { at: null, snapshot: null, to: null };
const component = resolvedComponent({
  name: 'database',
  migrations: { ...migrations, instance: 'db-dev' },
});
const row = (version: number, appliedAt: string) => ({
  version,
  name: `step_${version}`,
  checksum: 'sum',
  appliedAt,
});

function stage(): FakeWorld {
  const world = new FakeWorld();
  world.instances.put('db-dev', { restorableUntil: '2026-03-02T11:59:00.000Z' });
  world.aws.putFunction('schema-init');
  const rows = [row(1, '2026-02-01T10:00:00.000Z'), row(2, '2026-03-01T10:00:30.500Z')];
  world.aws.putHandler('schema-init', () => ({ type: 'answered', answer: { version: 2, migrations: rows } }));
  world.receipts.record('dev', [receipt({ component: 'database' })]);
  return world;
}
const run = (world: FakeWorld, options: Partial<RestoreOptions> = {}) =>
  restore(order({ component }), { ...NOTHING, ...options }, world);

/** A release whose schema was at a version, and a later attempt. */
function releasedAt(world: FakeWorld, version: number): void {
  const after = liveState({ schema: { version, migrations: [] } });
  const released = { ...releasedComponent(), live: after };
  world.receipts.record('dev', [
    release({ run: 'earlier', components: { database: released } }),
    receipt({ component: 'database', run: 'later', commit: commit('c'), tree: tree('c') }),
  ]);
}

describe('restoring a database', () => {
  it('makes a new instance as it was the second before the newest migration where there is no release, and waits for it', async () => {
    const world = stage();
    const restored = await run(world);
    expect(world.instances.writes).toEqual(['restoreToTime db-dev db-dev-restore 2026-03-01T10:00:29.000Z']);
    expect(restored).toMatchObject({ endpoint: 'db-dev-restore.rds.test:5432' });
    expect(world.lines.join()).toContain('the second before migration V002__step_2');
    expect(await world.instances.instance('db-dev')).toMatchObject({ status: 'available' });
  });

  it('takes a time, or a snapshot, and another name', async () => {
    const world = stage();
    await run(world, { at: '2026-03-01T12:00:00+02:00', to: 'db-look' });
    expect(world.instances.writes).toEqual(['restoreToTime db-dev db-look 2026-03-01T10:00:00.000Z']);
  });

  it('begins nothing twice', async () => {
    const world = stage();
    await run(world);
    await run(world);
    expect(world.instances.writes).toHaveLength(1);
  });

  it('means the first of all migrations since the release that a rollback would go back to', async () => {
    const world = stage();
    releasedAt(world, 0);
    await run(world);
    expect(world.instances.writes).toEqual(['restoreToTime db-dev db-dev-restore 2026-02-01T09:59:59.000Z']);
  });

  it('asks for a time where no migration was applied since', async () => {
    const world = stage();
    releasedAt(world, 2);
    await expect(run(world)).rejects.toMatchObject({ code: 'CONVOY_RESTORE_TIME_UNKNOWN' });
    expect(world.instances.writes).toEqual([]);
  });

  it.each<[string, (world: FakeWorld) => void, Partial<RestoreOptions>, string]>([
    ['a time that is none', () => {}, { at: 'yesterday' }, 'CONVOY_RESTORE_TIME_INVALID'],
    [
      'an instance that is gone',
      (world) => world.instances.remove('instance', 'db-dev'),
      {},
      'CONVOY_DATABASE_MISSING',
    ],
  ])('refuses %s', async (_what, change, options, code) => {
    const world = stage();
    change(world);
    await expect(run(world, options)).rejects.toMatchObject({ code });
    expect(world.instances.writes).toEqual([]);
  });

  it('refuses a component that names no instance', async () => {
    const nameless = order({ component: resolvedComponent({ migrations }) });
    await expect(restore(nameless, NOTHING, stage())).rejects.toMatchObject({
      code: 'CONVOY_DATABASE_UNDECLARED',
    });
  });
});
