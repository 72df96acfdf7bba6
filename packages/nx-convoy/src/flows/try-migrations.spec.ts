import { columnEntry, tableEntry } from '../../tests/fakes/fake-scratch';
import { FakeWorld, order } from '../../tests/fakes/fake-world';
import { commit, migrations, resolvedComponent } from '../../tests/fakes/values';
import { readMigrations } from '../decide/migrations';
import { isSound, renderTrial, sayTrial } from '../decide/trial/render-trial';
import { tryMigrations } from './try-migrations';

type Files = Readonly<Record<string, string>>;

const FIRST: Files = {
  'V001__users.sql': 'create table users (id int)',
  'U001__users.sql': 'drop table users',
};
const AGE: Files = {
  'V002__age.sql': '-- How old they are.\nalter table users add column age int',
  'U002__age.sql': 'alter table users drop column age',
};
const component = resolvedComponent({
  name: 'database',
  migrations: { ...migrations, outsideTransaction: '-- alone', scratch: '$SCRATCH' },
});
const inFolder = (files: Files) =>
  Object.fromEntries(Object.entries(files).map(([name, text]) => [`migrations/${name}`, text]));

/** An environment that has applied the files of `applied`, and a pin at a commit with other ones. */
function stage(pinned: Files, applied: Files = FIRST): FakeWorld {
  const world = new FakeWorld();
  world.addCommit('b', { files: inFolder(pinned) });
  const rows = readMigrations(Object.entries(applied).map(([path, text]) => ({ path, text })));
  const schema = {
    version: rows.length,
    migrations: rows.map(({ version, name, checksum }) => ({ version, name, checksum, appliedAt: 'then' })),
  };
  world.aws.putHandler('schema-init', () => ({ type: 'answered', answer: schema }));
  world.scratch.template = [tableEntry('users'), columnEntry('users.id', 'int')];
  return world;
}

async function tried(world: FakeWorld, ref: string | null = null) {
  const end = await tryMigrations(order({ component }), ref, world);
  return { end, sound: isSound(end), said: sayTrial(end, 'dev'), lines: renderTrial(end) };
}

describe('trying migrations', () => {
  it('takes them up, down and up again on a copy, and tells what each statement may do and what changes', async () => {
    const world = stage({ ...FIRST, ...AGE });
    const { sound, said, lines } = await tried(world);
    expect(said).toBe('V002 up, down, up again: as before, and the same again');
    expect(lines).toEqual([
      '  on  a copy of dev, on a server',
      '  V002__age.sql',
      '       2  safe                    alter table users add column age int',
      '  schema',
      '    + column users.age  int',
      '  down    as before',
      '  again   the same as the first time',
    ]);
    expect(sound).toBe(true);
    const [up, down] = ['alter table users add column age int', 'alter table users drop column age'];
    expect(world.scratch.ran).toEqual([up, down, up]);
    expect([...world.scratch.databases.keys()]).toEqual([]);
    expect(world.scratch.wishes).toEqual([{ environment: 'dev', run: 'run-9', server: '$SCRATCH' }]);
    expect(world.writes()).toEqual([]);
  });

  it('builds what the environment has from its files where it cannot be copied, and says why', async () => {
    const world = stage({ ...FIRST, ...AGE });
    world.scratch.isBusy = true;
    const { sound, lines } = await tried(world);
    expect(lines.slice(0, 2)).toEqual([
      '  on  a database built from the files, on a server',
      '      dev cannot be copied: somebody is connected',
    ]);
    expect(world.scratch.ran[0]).toBe('create table users (id int)');
    expect(lines).toContain('    + column users.age  int');
    expect(sound).toBe(true);
  });

  it('does nothing where the environment has them all', async () => {
    const world = stage(FIRST);
    const { sound, said } = await tried(world);
    expect([sound, said]).toEqual([true, 'nothing to try: dev has every migration of it']);
    expect(world.scratch.wishes).toEqual([]);
  });

  it('tries a branch before anything is pinned to it', async () => {
    const world = stage(FIRST);
    world.addCommit('f', { files: inFolder({ ...FIRST, ...AGE }) });
    world.moveBranch('feature/age', commit('f'));
    expect((await tried(world, 'feature/age')).said).toMatch(/^V002 up/);
    await expect(tried(world, 'feature/nothing')).rejects.toMatchObject({ code: 'CONVOY_TRY_REF_UNKNOWN' });
  });

  it('tells that there is no way back, and is content with it', async () => {
    const { sound, said, lines } = await tried(
      stage({ ...FIRST, 'V002__age.sql': AGE['V002__age.sql'] ?? '' }),
    );
    expect([sound, said]).toEqual([true, 'V002 up; no way back']);
    expect(lines).toContain('  down    no way back: there is no U002__age.sql');
  });

  it('fails where the way back leaves something, or brings back another thing', async () => {
    const { sound, said, lines } = await tried(stage({ ...FIRST, ...AGE, 'U002__age.sql': 'select 1' }));
    expect([sound, said]).toEqual([false, 'failed up again: V002__age.sql:2']);
    const wrong = { ...FIRST, ...AGE, 'U002__age.sql': 'drop table users;\ncreate table users (number int)' };
    const other = await tried(stage({ ...wrong, 'V002__age.sql': 'alter table users add column age int' }));
    expect(lines.at(-1)).toContain('"age" already exists');
    expect([other.sound, other.said]).toEqual([false, 'V002 up and down, but the schema is not as before']);
    expect(other.lines).toEqual(
      expect.arrayContaining([
        '  down    ✘ not as before:',
        '    + column users.number  int',
        '    - column users.id',
      ]),
    );
  });

  it('names file, line and statement of what PostgreSQL refuses, and what it says', async () => {
    const bad = 'select 1;\n\ndrop table nothing;';
    const { sound, said, lines } = await tried(stage({ ...FIRST, 'V002__bad.sql': bad }));
    expect([sound, said]).toEqual([false, 'failed up: V002__bad.sql:3']);
    expect(lines.slice(-3)).toEqual([
      '  ✘ up  V002__bad.sql:3',
      '      drop table nothing',
      '      table "nothing" does not exist',
    ]);
  });

  it('runs a file in one transaction, unless its first line says otherwise', async () => {
    const bad = 'create table a (id int);\ncreate table a (id int);';
    const left: string[][] = [];
    for (const text of [bad, `-- alone\n${bad}`]) {
      const world = stage({ ...FIRST, 'V002__bad.sql': text });
      const { scratch } = world;
      const remove = scratch.databases.delete.bind(scratch.databases);
      scratch.databases.delete = (name) => {
        left.push((scratch.databases.get(name) ?? []).map((each) => each.name));
        return remove(name);
      };
      await tried(world);
    }
    expect(left[0]).not.toContain('a');
    expect(left[1]).toContain('a');
  });

  it('is refused where a statement reaches beyond its database and others use the server', async () => {
    const world = stage({ ...FIRST, 'V002__role.sql': 'select 1;\ncreate role somebody;' });
    await expect(tried(world)).rejects.toMatchObject({
      code: 'CONVOY_TRY_BEYOND',
      message: expect.stringContaining('V002__role.sql:2 “create role somebody”'),
    });
    expect(world.scratch.ran).toEqual([]);
    world.scratch.isShared = false;
    expect((await tried(world)).sound).toBe(true);
  });

  it('is refused where what the environment has cannot be built, but not where it is copied', async () => {
    const world = stage(AGE, { ...FIRST });
    expect((await tried(world)).sound).toBe(true);
    world.scratch.isBusy = true;
    await expect(tried(world)).rejects.toMatchObject({
      code: 'CONVOY_TRY_BASE_UNKNOWN',
      message: expect.stringContaining('V1 users'),
    });
  });

  it('stops at a signal, and the database is gone', async () => {
    const world = stage({ ...FIRST, ...AGE });
    world.scratch.onStatement = () => world.interrupt();
    expect((await tried(world)).said).toBe('interrupted; the throw-away database is gone');
    expect(world.scratch.ran).toHaveLength(1);
    expect([...world.scratch.databases.keys()]).toEqual([]);
  });
});
