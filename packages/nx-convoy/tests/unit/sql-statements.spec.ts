import { createSqlParser } from '../../src/effects/sql/sql-parser';
import { needsNoTransaction } from '../../src/decide/sql/needs-no-transaction';
import { meansTheSame, onOneLine } from '../../src/decide/sql/on-one-line';
import { reachesBeyond } from '../../src/decide/sql/reaches-beyond';
import { sayStatement } from '../../src/decide/sql/say-statement';
import { whyItWrites } from '../../src/decide/sql/why-it-writes';

const parser = createSqlParser();
async function parsed(sql: string) {
  const [statement] = await parser.parse(sql);
  if (statement === undefined) throw new TypeError(`nothing in ${sql}`);
  return statement;
}

it.each([
  'select * from schema_migrations order by version desc limit 5;',
  'with a as (select 1) select * from a',
  'values (1), (2)',
  'table users',
  'show search_path',
  'explain delete from users',
  'explain analyze select 1',
])('lets “%s” through to a session that may only read', async (sql) => {
  expect(whyItWrites(await parsed(sql))).toBeNull();
});

it.each([
  ['update users set name = 1', 'it is no plain question'],
  ['with gone as (delete from users returning *) select * from gone', 'it writes'],
  ['select * into copy from users', 'it writes'],
  ['select * from (with a as (insert into t values (1) returning 1) select * from a) b', 'it writes'],
  ['explain (analyze) delete from users', 'it is no plain question'],
  ['explain analyze with a as (delete from t returning 1) select 1', 'it writes'],
  ['set default_transaction_read_only = off', 'it changes the session'],
  ['reset all', 'it changes the session'],
  ['rollback', 'it changes the session'],
  ['begin read write', 'it changes the session'],
  ['do $$begin end$$', 'it is no plain question'],
  ['call tidy_up()', 'it is no plain question'],
  ["copy users to '/tmp/x'", 'it is no plain question'],
  ['create table a (id int)', 'it is no plain question'],
  ['prepare a as delete from users', 'it is no plain question'],
  ['select 1 \\! rm -rf /', 'PostgreSQL cannot read it'],
])('lets “%s” not', async (sql, why) => {
  expect(whyItWrites(await parsed(sql))).toBe(why);
});

it.each([
  ['create index concurrently a on users (id)', true],
  ['drop index concurrently a', true],
  ['reindex table concurrently users', true],
  ['vacuum users', true],
  ['analyze users', false],
  ['create index a on users (id)', false],
  ['drop index a', false],
])('knows whether PostgreSQL refuses “%s” in a transaction', async (sql, expected) => {
  expect(needsNoTransaction(await parsed(sql))).toBe(expected);
});

it.each([
  ['create role somebody', true],
  ['drop database team_dev', true],
  ['alter system set fsync = off', true],
  ['alter role a rename to b', true],
  ["copy users from program 'rm -rf /'", true],
  ["copy users to '/tmp/x'", true],
  ["do $$begin execute 'drop role somebody'; end$$", true],
  ['copy users from stdin', false],
  ['alter table a rename to b', false],
  ['drop table users', false],
])('knows whether “%s” reaches beyond its database', async (sql, expected) => {
  expect(reachesBeyond(await parsed(sql))).toBe(expected);
});

it.each([
  ["update app.users set name = 'secret'", 'update app.users'],
  ["insert into users values ('secret')", 'insert users'],
  ['truncate sessions, users', 'truncate sessions'],
  ["select 'secret'", 'select'],
])('tells “%s” without what it holds', async (sql, said) => {
  expect(sayStatement(await parsed(sql))).toBe(said);
});

describe('a statement on one line', () => {
  it.each([
    ["select 1 -- one\n  , 'a  b'", "select 1 , 'a  b'"],
    ['select 1;', 'select 1'],
    ["select '--'", "select '--'"],
    ["select E'it\\'s'", "select E'it\\'s'"],
  ])('“%s” becomes “%s”', async (sql, line) => {
    expect(onOneLine(await parsed(sql))).toBe(line);
  });

  it('there is none where a line break is meant', async () => {
    expect(onOneLine(await parsed("select 'a\nb'"))).toBeNull();
  });

  it('is compared as PostgreSQL reads it', async () => {
    const same = await parsed('select  a,\n b from t');
    expect(meansTheSame(await parsed('select a, b from t'), same)).toBe(true);
    expect(meansTheSame(await parsed('select a, c from t'), same)).toBe(false);
  });
});
