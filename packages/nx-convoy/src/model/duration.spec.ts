import { parseDuration } from './duration';

it.each([
  ['90s', 90_000],
  ['10m', 600_000],
  ['12h', 43_200_000],
  ['7d', 604_800_000],
  ['0m', null],
  ['10', null],
  ['m', null],
  ['1.5h', null],
  ['-1h', null],
  ['10 m', null],
])('reads %s as %p', (text, milliseconds) => {
  expect(parseDuration(text)).toBe(milliseconds);
});
