import { repositoryPathTrouble } from './repository-path';

test.each(['.', 'a', 'a/b-c.d/e', './a', 'a/..b', '.github', 'a b'])('%s is inside', (path) => {
  expect(repositoryPathTrouble(path)).toBeNull();
});

test.each([
  '',
  '..',
  '../a',
  'a/../../b',
  'a/..',
  '/a',
  '~/a',
  '~root',
  'C:\\a',
  'c:a',
  'a\\..\\b',
  '-a',
  ':(top)a',
  '.git',
  'a/.GIT/hooks',
  'a\u0000b',
])('%p is not', (path) => {
  expect(repositoryPathTrouble(path)).not.toBeNull();
});
