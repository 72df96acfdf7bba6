import { migrationClashes } from './migration-clashes';

test('two migrations with one number are named, with what renumbers the later one', () => {
  const files = [
    'db/V001__users.sql',
    'db/V004__teams.sql',
    'db/U004__teams.sql',
    'db/V004__departments.sql',
  ];
  expect(migrationClashes('database', files)).toEqual([
    'database: migration 4 stands twice (departments, teams): npx nx g nx-convoy:migration teams --renumber=4 --component=database --feature=<its branch>',
  ]);
});

test('different numbers, however they are written, do not clash', () => {
  expect(migrationClashes('database', ['V001__a.sql', 'V002__b.sql', 'U002__b.sql', 'readme.md'])).toEqual(
    [],
  );
  expect(migrationClashes('database', ['V2__a.sql', 'V002__b.sql'])).toHaveLength(1);
});
