import { findUses } from './find-uses';

const files = [
  { path: 'app/users.py', text: 'select name,\n  age from users\nagenda = 1\n' },
  { path: 'app/other.py', text: 'AGE\nage\n"age"\n' },
];

it('finds whole words, whatever their case, with file and line', () => {
  expect(findUses(files.slice(0, 1), ['users', 'age'])).toEqual(['app/users.py:2']);
});

it('tells the first few, and how many more', () => {
  expect(findUses(files, ['users', 'age'])).toEqual([
    'app/users.py:2',
    'app/other.py:1',
    'app/other.py:2',
    'and 1 more places',
  ]);
});

it('takes everybody for a user of what it cannot name', () => {
  expect(findUses(files, [])).toEqual(['(it cannot be told what it uses)']);
  expect(findUses([], [])).toEqual([]);
});
