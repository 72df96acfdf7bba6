import { hotfixBranch, hotfixOf, hotfixWaitingRef } from './hotfix-branch';

it.each([
  [hotfixBranch('bug'), 'bug'],
  ['refs/heads/hotfix/team/bug', 'team/bug'],
  [hotfixWaitingRef('preprod', 'bug'), 'bug'],
  ['hotfix/', null],
  ['feature/hotfix/bug', null],
  ['refs/convoy/preprod/next', null],
])('%s is of hotfix %s', (ref, name) => {
  expect(hotfixOf(ref)).toBe(name);
});
