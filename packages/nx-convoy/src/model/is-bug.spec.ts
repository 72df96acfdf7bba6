import { componentAbsent } from './errors';
import { isBug } from './is-bug';

describe('isBug', () => {
  it.each([new TypeError('x'), new RangeError('x'), new ReferenceError('x'), new SyntaxError('x')])(
    'takes %s for a mistake of ours',
    (cause) => {
      expect(isBug(cause)).toBe(true);
    },
  );

  it.each([new Error('socket hang up'), 'text', null, undefined, componentAbsent('backend', 'dev')])(
    'takes %s for trouble with the outside',
    (cause) => {
      expect(isBug(cause)).toBe(false);
    },
  );

  it('takes a refusal for one whatever caused it', () => {
    const refusal = Object.assign(new TypeError('x'), { code: 'CONVOY_X', remedy: 'y' });
    expect(isBug(refusal)).toBe(false);
  });
});
