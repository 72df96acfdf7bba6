import { saySpan } from './say-span';

it.each([
  [0, '0 s'],
  [59.4, '59 s'],
  [64, '1 m 04 s'],
  [3_599, '59 m 59 s'],
  [3_600 * 3 + 60 * 5, '3 h 05 m'],
  [86_400 * 2 + 3_600 * 3 + 59, '2 d 03 h'],
])('%d seconds are said as %s', (seconds, expected) => {
  expect(saySpan(seconds)).toBe(expected);
});
