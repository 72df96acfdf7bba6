import fc from 'fast-check';
import { canonicalJson, digestOf } from './digest';

describe('canonicalJson', () => {
  it('sorts the keys at every depth and leaves the order of lists', () => {
    expect(canonicalJson({ b: [{ d: 1, c: 2 }, 'x'], a: null })).toBe('{"a":null,"b":[{"c":2,"d":1},"x"]}');
  });

  it('leaves out what is undefined', () => {
    expect(canonicalJson({ a: undefined, b: 1 })).toBe('{"b":1}');
  });

  it('says the same as JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

describe('digestOf', () => {
  it('is the sha256 of the canonical text', () => {
    expect(digestOf({ a: 1 })).toBe('015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862');
  });

  it('does not depend on the order in which fields were set', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const turned = Object.fromEntries(Object.entries(value).reverse());
        expect(digestOf(turned)).toBe(digestOf(value));
      }),
    );
  });

  it('tells text from numbers and lists from their members', () => {
    const digests = [1, '1', [1], [[1]], null, {}, [], ''].map(digestOf);
    expect(new Set(digests).size).toBe(digests.length);
  });
});
