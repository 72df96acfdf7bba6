import fc from 'fast-check';
import { jsonMismatch } from './json-match';

describe('jsonMismatch', () => {
  it.each([
    [{ a: 1 }, { a: 1, b: 2 }, null],
    [{}, { a: 1 }, null],
    [{ a: { b: 'x' } }, { a: { b: 'x', c: 1 } }, null],
    [[1, 2], [1, 2], null],
    [null, null, null],
    [[{ a: 1, b: 2 }], [{ b: 2, a: 1 }], null],
    ['ok', 'ok', null],
    [{ a: 1 }, { a: '1' }, 'a is "1", not 1'],
    [{ a: { b: 'x' } }, { a: { b: 'y' } }, 'a.b is "y", not "x"'],
    [{ a: { b: 'x' } }, { a: 'x' }, 'a.b is missing, not "x"'],
    [{ a: 1 }, {}, 'a is missing, not 1'],
    [{ a: null }, {}, 'a is missing, not null'],
    [{ a: [1] }, { a: [1, 2] }, 'a is [1,2], not [1]'],
    [{}, [], 'the answer is []'],
    [{ a: {} }, { a: 1 }, 'a is 1'],
    ['ok', 'ill', 'the answer is "ill", not "ok"'],
    [{ a: 1 }, undefined, 'a is missing, not 1'],
  ])('%j of %j: %s', (wanted, actual, expected) => {
    expect(jsonMismatch(wanted, actual)).toBe(expected);
  });

  it('finds any JSON in itself', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const json = JSON.parse(JSON.stringify(value)) as never;
        expect(jsonMismatch(json, json)).toBeNull();
      }),
    );
  });
});
