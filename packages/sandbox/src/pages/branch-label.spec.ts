import { branchLabel } from './branch-label';

test.each([
  ['main', 'main'],
  ['convoy/dev', 'convoy-dev'],
  ['feature/My_Feature--2', 'feature-my-feature-2'],
  ['/odd/', 'odd'],
  ['a-branch-with-a-name-of-many-words', 'a-branch-with-a-name-of-many'],
  ['a-branch-with-a-name-of-some/words', 'a-branch-with-a-name-of-some'],
  ['a-branch-with-a-name-of-fore-runs', 'a-branch-with-a-name-of-fore'],
  ['a-branch-with-a-name-of-two-x-y', 'a-branch-with-a-name-of-two'],
])('%s stands in its address as %s', (branch, label) => {
  expect(branchLabel(branch)).toBe(label);
});
