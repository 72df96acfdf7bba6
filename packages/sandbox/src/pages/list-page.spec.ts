import { refusals } from './api-answer';
import { listPage } from './list-page';

const ask = (query: string) =>
  listPage(
    Array.from({ length: 30 }, (_, index) => index),
    new URLSearchParams(query),
  );

test('25 of the list unless it is said', () => {
  expect(ask('')).toMatchObject({
    result: { length: 25 },
    info: { page: 1, per_page: 25, count: 25, total_count: 30, total_pages: 2 },
  });
  expect(ask('page=2')).toMatchObject({ result: [25, 26, 27, 28, 29] });
  expect(ask('page=3&per_page=10')).toMatchObject({ result: { 0: 20, length: 10 } });
  expect(ask('page=9')).toMatchObject({ result: [], info: { count: 0 } });
});

test.each(['page=0', 'page=x', 'page=1.5', 'per_page=0', 'per_page=26', 'per_page='])(
  '%s is refused',
  (query) => {
    expect(ask(query)).toEqual({ refusal: refusals.badPage });
  },
);
