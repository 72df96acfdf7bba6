import type { WebRequest } from '../ports';
import { failureOutcome } from './failure-outcome';

const request: WebRequest = {
  url: 'https://a.example/',
  method: 'GET',
  headers: {},
  body: null,
  timeoutMilliseconds: 2500,
  version: null,
};

function failing(code: string, message = code): Error {
  return Object.assign(new TypeError(message), { code });
}

describe('a request without an answer', () => {
  it.each(['ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH'])('is unreachable on %s', (code) => {
    expect(failureOutcome(failing(code), request, false)).toEqual({ type: 'unreachable', message: code });
  });

  it.each(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'HPE_INVALID_CONSTANT'])(
    'is refused on %s',
    (code) => {
      expect(failureOutcome(failing(code), request, false)).toEqual({ type: 'refused', message: code });
    },
  );

  it.each([
    'CERT_HAS_EXPIRED',
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
  ])('names the certificate on %s', (code) => {
    expect(failureOutcome(failing(code, 'not good'), request, false)).toEqual({
      type: 'refused',
      message: 'certificate: not good',
    });
  });

  it('is refused when the time is over', () => {
    const cause = Object.assign(new TypeError('The operation was aborted'), { name: 'TimeoutError' });
    expect(failureOutcome(cause, request, false)).toEqual({
      type: 'refused',
      message: 'no answer within 2.5 s',
    });
  });

  it('takes the first of several addresses', () => {
    const cause = new AggregateError([failing('ENETUNREACH'), failing('ECONNREFUSED')]);
    expect(failureOutcome(cause, request, false).type).toBe('unreachable');
  });

  it('says that the sandbox is down when its proxy refuses', () => {
    expect(failureOutcome(failing('ECONNREFUSED'), request, true)).toMatchObject({ type: 'unreachable' });
  });
});
