import { newMigration, renumberedMigration } from './new-migration';

const known = ['db/V001__users.sql', 'db/U001__users.sql', 'db/V0007__teams.sql', 'db/readme.md'];
const wish = { folder: 'db', name: 'Add Department!', known };

describe('a new migration', () => {
  it('has the number after the highest that any branch has, as wide as the others', () => {
    const { number, added, removed } = newMigration(wish);
    expect(number).toBe(8);
    expect(added.map(({ path }) => path)).toEqual([
      'db/V0008__add_department.sql',
      'db/U0008__add_department.sql',
    ]);
    expect(removed).toEqual([]);
  });

  it('is the first where there is none', () => {
    expect(newMigration({ ...wish, known: [] }).added[0]?.path).toBe('db/V001__add_department.sql');
  });

  it('says in its files how a schema changes without breaking what is live, and how it is undone', () => {
    const [forward, back] = newMigration(wish).added;
    expect(forward?.text).toContain('Expand first');
    expect(back?.text).toContain('Undoes V0008__add_department.sql');
  });
});

describe('a migration whose number another one has', () => {
  const files = [
    { path: 'db/V007__add_department.sql', text: 'forward' },
    { path: 'db/U007__add_department.sql', text: 'back' },
    { path: 'db/V007__teams.sql', text: 'of somebody else' },
  ];

  it('gets the next free one, with its texts as they are', () => {
    expect(renumberedMigration({ ...wish, from: 7, files })).toEqual({
      number: 8,
      removed: ['db/V007__add_department.sql', 'db/U007__add_department.sql'],
      added: [
        { path: 'db/V0008__add_department.sql', text: 'forward' },
        { path: 'db/U0008__add_department.sql', text: 'back' },
      ],
    });
  });

  it('is not found under another number or name', () => {
    expect(renumberedMigration({ ...wish, from: 6, files })).toBeNull();
    expect(renumberedMigration({ ...wish, name: 'other', from: 7, files })).toBeNull();
  });
});
