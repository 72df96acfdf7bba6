import { CoordinationError } from '../../model/coordination-error';
import { maskError } from './mask-error';

describe('maskError', () => {
  const secret = 'planted-token-0123456789';

  it('masks message, remedy, stack and causes of a refusal, and leaves it a refusal', () => {
    const cause = new TypeError(`inner ${secret}`);
    const error = new CoordinationError('CONVOY_TEST', `outer ${secret}`, {
      remedy: `type ${secret}`,
      cause,
    });
    const masked = maskError(error, [secret]) as CoordinationError;
    expect(masked).toBeInstanceOf(CoordinationError);
    expect(masked).toMatchObject({
      code: 'CONVOY_TEST',
      message: 'outer ***',
      remedy: 'type ***',
      blame: 'user',
    });
    expect(masked.cause).toBeInstanceOf(TypeError);
    expect((masked.cause as Error).message).toBe('inner ***');
    expect(`${masked.stack ?? ''}${(masked.cause as Error).stack ?? ''}`).not.toContain(secret);
    expect(masked.stack).toContain('mask-error.spec');
    expect(error.message).toContain(secret);
  });

  it('goes through several errors in one, and round a circle of causes', () => {
    const inner = new RangeError(secret);
    const error = new AggregateError([inner, secret], 'both');
    inner.cause = error;
    const masked = maskError(error, [secret]) as AggregateError;
    expect((masked.errors as unknown[])[1]).toBe('***');
    const [first] = masked.errors as Error[];
    expect(first?.message).toBe('***');
    expect(first?.cause).toBe(masked);
  });

  it('masks a text that was thrown, and leaves what is neither', () => {
    expect(maskError(`no ${secret}`, [secret])).toBe('no ***');
    expect(maskError(null, [secret])).toBeNull();
  });
});
