import { toTheSecond } from './to-the-second';

it.each([
  ['2026-03-01T10:01:04.123Z', '2026-03-01T10:01:04Z'],
  ['2026-03-01T10:01:04.5-05:00', '2026-03-01T10:01:04-05:00'],
  ['2026-03-01T10:01:04Z', '2026-03-01T10:01:04Z'],
])('%s is %s', (time, expected) => {
  expect(toTheSecond(time)).toBe(expected);
});
