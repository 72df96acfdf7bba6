import { ask, files, nothing, type Scene } from '../../../tests/fakes/ask';
import { FakeWorld } from '../../../tests/fakes/fake-world';
import { migrations } from '../../../tests/fakes/values';
import { readMigrations } from '../../decide/migrations';

describe('check: schema', () => {
  const rows = readMigrations(files).map(({ version, name, checksum }) => ({
    version,
    name,
    checksum,
    appliedAt: 'x',
  }));
  const answering =
    (applied: typeof rows): Scene =>
    ({ aws }) =>
      aws.putHandler('schema-init', () => ({
        type: 'answered',
        answer: { version: applied.length, migrations: applied },
      }));

  it.each<[string, Scene, string, string]>([
    ['passes', answering(rows), 'passed', 'schema at 2'],
    ['fails with a pending migration', answering(rows.slice(0, 1)), 'failed', 'V002__a.sql is not applied'],
    ['fails without a database', nothing, 'failed', 'V001__a.sql is not applied; V002__a.sql is not applied'],
    [
      'fails with an edited one',
      answering([{ ...rows[0]!, checksum: 'x' }, rows[1]!]),
      'failed',
      'V001__a.sql was edited since it was applied',
    ],
    [
      'fails with a foreign one',
      answering([...rows, { ...rows[0]!, version: 9, name: 'by_hand' }]),
      'failed',
      'version 9 (by_hand) is applied but unknown at the pin',
    ],
  ])('%s', async (_what, scene, verdict, evidence) => {
    const world = new FakeWorld();
    scene(world);
    expect(await ask(world, { kind: 'schema' }, { migrations })).toEqual({ verdict, evidence });
  });

  it('only inspects', async () => {
    const world = new FakeWorld();
    answering(rows)(world);
    await ask(world, { kind: 'schema' }, { migrations });
    expect(world.aws.invocations.map((each) => each.payload)).toEqual([migrations.inspect]);
  });

  it('fails for a component without migrations', async () => {
    expect((await ask(new FakeWorld(), { kind: 'schema' })).verdict).toBe('failed');
  });
});
