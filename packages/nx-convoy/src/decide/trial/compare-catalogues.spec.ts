import type { CatalogueEntry } from '../../model/catalogue';
import { compareCatalogues } from './compare-catalogues';
import { renderDifferences } from './render-differences';

const entry = (kind: string, name: string, properties: Record<string, string> = {}): CatalogueEntry => ({
  kind,
  name,
  properties,
});
const users = entry('table', 'users', { kind: 'table' });
const age = entry('column', 'users.age', { type: 'integer', null: 'no' });
const shown = (before: CatalogueEntry[], after: CatalogueEntry[]) =>
  renderDifferences(compareCatalogues(before, after));

it('finds nothing between equal schemas, whatever their order', () => {
  expect(compareCatalogues([users, age], [age, users])).toEqual([]);
  expect(compareCatalogues([], [])).toEqual([]);
});

it('tells what is new, what is gone and what is another, tables ahead of columns', () => {
  const lines = shown(
    [users, age, entry('view', 'adults', { definition: 'SELECT 1' })],
    [
      entry('index', 'users_age', { definition: 'CREATE INDEX users_age ON users (age)' }),
      entry('column', 'users.age', { type: 'bigint', default: '0' }),
      entry('column', 'teams.id', { type: 'integer', null: 'no' }),
      entry('table', 'teams', { kind: 'table' }),
      users,
    ],
  );
  expect(lines).toEqual([
    '+ table teams  table',
    '+ column teams.id  integer · null no',
    '~ column users.age  type integer → bigint',
    '~ column users.age  null no → none',
    '~ column users.age  default none → 0',
    '+ index users_age  CREATE INDEX users_age ON users (age)',
    '- view adults',
  ]);
});

it('keeps things of different kinds with one name apart', () => {
  expect(shown([entry('table', 'a')], [entry('view', 'a')])).toEqual(['- table a', '+ view a']);
});

it('keeps a definition on one line of at most 100', () => {
  const [line = ''] = shown([], [entry('view', 'a', { definition: `select\n  1,\n  ${'x, '.repeat(80)}` })]);
  expect(line).toMatch(/^\+ view a {2}select 1, x, x,.*…$/);
  expect(line).toHaveLength(100);
});
