import { nearest } from './nearest';

const known = ['dev', 'preprod', 'prod', 'profile-360-backend', 'dependsOn'];

test.each([
  ['preprd', 'preprod'],
  ['rpod', 'prod'],
  ['dve', 'dev'],
  ['DependsOn', 'dependsOn'],
  ['profile-360-bakcend', 'profile-360-backend'],
  ['profile', 'profile-360-backend'],
])('%s was probably meant to be %s', (value, expected) => {
  expect(nearest(value, known)).toBe(expected);
});

test.each(['x', 'staging', 'q', ''])('%p is near to nothing', (value) => {
  expect(nearest(value, known)).toBeNull();
});
