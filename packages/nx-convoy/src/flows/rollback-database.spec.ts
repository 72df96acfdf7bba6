import { FakeWorld } from '../../tests/fakes/fake-world';
import { deployed, manifestWith, wentBack, type Actors } from '../../tests/fakes/rollback-stage';
import { commit, migrations, resolvedComponent } from '../../tests/fakes/values';
import { readMigrations } from '../decide/migrations';
import type { InvokeOutcome } from '../effects/ports';
import type { Json } from '../model/json';

const sql = (version: number, letter = 'V'): [string, string] => [
  `migrations/${letter}00${version}__step_${version}.sql`,
  `select ${version};`,
];
const reverse = (version: number): [string, string] => [sql(version, 'U')[0], `undo ${version};`];

interface Database extends Actors {
  /** Versions that are applied. */
  readonly rows: () => number;
  /** What its function was asked to do, but for looking. */
  readonly asked: () => Json[];
}

/** Released with one migration, deployed with three, of which some have a reverse file. */
async function staged(reversible: readonly number[], revert: Json | null): Promise<Database> {
  const world = new FakeWorld();
  const all = [1, 2, 3];
  world.addCommit('a', { files: Object.fromEntries([sql(1)]) });
  world.addCommit('b', {
    parents: ['a'],
    files: Object.fromEntries([...all.map((each) => sql(each)), ...reversible.map(reverse)]),
  });
  const files = readMigrations(all.map((each) => ({ path: sql(each)[0], text: sql(each)[1] })));
  let [count, packaged] = [0, 0];
  const answer = (payload: Json): InvokeOutcome => {
    const { RequestType: verb, To: to } = payload as { RequestType: string; To?: string };
    if (verb === 'Create') count = packaged;
    if (verb === 'Revert') count = Number(to);
    const applied = files.slice(0, count).map(({ version, name, checksum }) => {
      return { version, name, checksum, appliedAt: 'then' };
    });
    return { type: 'answered', answer: { Status: 'SUCCESS', version: count, migrations: applied } };
  };
  world.program = ({ folder }) => ({
    effect: () => {
      packaged = folder.includes(commit('a')) ? 1 : 3;
      world.aws.putHandler('schema-init', answer);
    },
  });
  const component = resolvedComponent({
    name: 'database',
    migrations: { ...migrations, revert },
    checks: [{ kind: 'schema' }],
  });
  const actors = { world, component, manifest: manifestWith({}) };
  await deployed(actors, 'a');
  await deployed(actors, 'b');
  world.aws.invocations.length = 0;
  const looks = JSON.stringify(migrations.inspect);
  const asked = (): Json[] =>
    world.aws.invocations.flatMap(({ payload }) => (JSON.stringify(payload) === looks ? [] : [payload]));
  return { ...actors, rows: () => count, asked };
}
const revert = { RequestType: 'Revert', To: '{version}' };

describe('going back with migrations', () => {
  it('reverts by the reverse files in reverse order, before the code that has them goes', async () => {
    const database = await staged([2, 3], revert);
    const kept = await wentBack(database);
    expect(kept).toMatchObject({
      outcome: 'rolled-back',
      verdict: 'passed',
      answers: [{ Status: 'SUCCESS', version: 1 }],
    });
    expect(database.rows()).toBe(1);
    expect(database.asked()).toEqual([{ RequestType: 'Revert', To: '1' }]);
    expect(database.world.entries().at(-2)).toMatchObject({
      steps: ['schema back to 1: U003__step_3.sql, U002__step_2.sql', expect.any(String) as string],
    });
  });

  it('leaves the database as it is where one step has no reverse file, and passes with the earlier code', async () => {
    const database = await staged([3], revert);
    const kept = await wentBack(database);
    expect(kept).toMatchObject({ outcome: 'rolled-back', verdict: 'passed' });
    expect(kept.checks[0]?.evidence).toBe('schema at 3, 2 ahead of the pin');
    expect(database.rows()).toBe(3);
    expect(database.asked()).toEqual([]);
  });

  it('applies nothing twice when the newer code comes again afterwards', async () => {
    const database = await staged([3], revert);
    await wentBack(database);
    expect(await deployed(database, 'b', 'run-6')).toMatchObject({ outcome: 'deployed', verdict: 'passed' });
    expect(database.asked()).toEqual([]);
  });

  it('never touches the database where the run applied no migration', async () => {
    const database = await staged([2, 3], revert);
    await wentBack(database, { to: 'run-a' });
    await deployed(database, 'a', 'run-6');
    database.world.aws.invocations.length = 0;
    expect(await wentBack(database, { run: 'run-7' })).toMatchObject({ outcome: 'unchanged' });
    expect(database.asked()).toEqual([]);
  });

  it('stops where the database refuses to revert, and leaves the newer code there', async () => {
    const database = await staged([2, 3], revert);
    const { world } = database;
    world.programs.requests.length = 0;
    const invoke = world.aws.invoke.bind(world.aws);
    jest
      .spyOn(world.aws, 'invoke')
      .mockImplementation(async (name, payload) =>
        JSON.stringify(payload).includes('Revert')
          ? { type: 'answered', answer: { Status: 'FAILED', Reason: 'U003__step_3.sql: in use' } }
          : invoke(name, payload),
      );
    expect(await wentBack(database)).toMatchObject({
      outcome: 'failed',
      failure: {
        code: 'CONVOY_MIGRATION_FAILED',
        step: 'revert U003__step_3.sql, U002__step_2.sql',
        message: 'U003__step_3.sql: in use',
      },
    });
    expect(world.programs.requests).toEqual([]);
  });
});
