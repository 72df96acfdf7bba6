import { createHash } from 'node:crypto';
import type { LiveSchema } from '../model/live-state';
import { normaliseSql } from '../model/normalise-sql';
import { compareSchema, readMigrations } from './migrations';

const files = [
  { path: 'db/migrations/V010__index_users.sql', text: 'create index on users (name);' },
  { path: 'db/migrations/V002__add_role.sql', text: 'alter table users add role text;' },
  { path: 'db/migrations/U002__add_role.sql', text: 'alter table users drop role;' },
  { path: 'db/migrations/V001__create_users.sql', text: 'create table users (name text);' },
  { path: 'db/migrations/U001__create_user.sql', text: 'drop table users;' },
  { path: 'db/migrations/README.md', text: 'no migration' },
  { path: 'db/migrations/V003_one_line.sql', text: 'select 1;' },
];

describe('readMigrations', () => {
  it('reads forward files by version, whatever the order of the folder', () => {
    expect(
      readMigrations(files).map((migration) => [migration.version, migration.name, migration.file]),
    ).toEqual([
      [1, 'create_users', 'V001__create_users.sql'],
      [2, 'add_role', 'V002__add_role.sql'],
      [10, 'index_users', 'V010__index_users.sql'],
    ]);
  });

  it('calls a migration reversible only when its own reverse file is there', () => {
    expect(readMigrations(files).map((migration) => migration.reversible)).toEqual([false, true, false]);
  });

  it('computes the checksum that the database recorded', () => {
    const expected = createHash('sha256').update('create table users (name text);').digest('hex');
    const [first] = readMigrations([
      { path: 'V001__create_users.sql', text: '-- why\r\ncreate  table users\r\n  (name text);\r\n' },
    ]);
    expect(first?.checksum).toBe(expected);
    expect(normaliseSql('create table users (name text);')).toBe('create table users (name text);');
  });
});

function applied(
  versions: readonly number[],
  change: Partial<LiveSchema['migrations'][number]> = {},
): LiveSchema {
  const rows = readMigrations(files)
    .filter((migration) => versions.includes(migration.version))
    .map(({ version, name, checksum }) => ({ version, name, checksum, appliedAt: 'before', ...change }));
  return { version: Math.max(0, ...versions), migrations: rows };
}

describe('compareSchema', () => {
  const wanted = readMigrations(files);
  const versionsOf = (migrations: readonly { version: number }[]): number[] =>
    migrations.map((migration) => migration.version);

  it('finds everything pending in a database without a schema', () => {
    expect(versionsOf(compareSchema(wanted, null).pending)).toEqual([1, 2, 10]);
    expect(versionsOf(compareSchema(wanted, { version: 0, migrations: [] }).pending)).toEqual([1, 2, 10]);
  });

  it('finds nothing to say of a schema that is current', () => {
    expect(compareSchema(wanted, applied([1, 2, 10]))).toEqual({ pending: [], edited: [], foreign: [] });
  });

  it('finds what is pending between what is applied', () => {
    expect(versionsOf(compareSchema(wanted, applied([1, 10])).pending)).toEqual([2]);
  });

  it('finds what was edited after it was applied', () => {
    const found = compareSchema(wanted, applied([1], { checksum: 'another' }));
    expect(versionsOf(found.edited)).toEqual([1]);
    expect(versionsOf(found.pending)).toEqual([2, 10]);
  });

  it('finds what is applied and unknown at the pin', () => {
    const live = applied([1, 2, 10]);
    const row = { version: 11, name: 'by_hand', checksum: 'sum', appliedAt: 'before' };
    expect(compareSchema(wanted, { version: 11, migrations: [...live.migrations, row] }).foreign).toEqual([
      row,
    ]);
  });
});
