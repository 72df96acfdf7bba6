import { isPreflight, preflightHeaders } from './cors';

describe('a preflight at an HTTP API', () => {
  const cors = {
    AllowOrigins: ['https://app.test'],
    AllowMethods: ['GET', 'HEAD'],
    AllowHeaders: ['Authorization'],
  };

  it('is an OPTIONS that names the method to come', () => {
    expect(isPreflight('OPTIONS', { 'access-control-request-method': 'GET' })).toBe(true);
    expect(isPreflight('OPTIONS', {})).toBe(false);
    expect(isPreflight('GET', { 'access-control-request-method': 'GET' })).toBe(false);
  });

  it('is answered for an origin that the template names', () => {
    expect(preflightHeaders({ ...cors, MaxAge: 60 }, 'https://app.test')).toEqual({
      'access-control-allow-origin': 'https://app.test',
      'access-control-allow-methods': 'GET,HEAD',
      'access-control-allow-headers': 'authorization',
      'access-control-max-age': '60',
    });
  });

  it('allows nothing to any other origin, or to none', () => {
    expect(preflightHeaders(cors, 'https://evil.test')).toEqual({});
    expect(preflightHeaders(cors, undefined)).toEqual({});
  });

  it('allows every origin where the template does', () => {
    expect(preflightHeaders({ AllowOrigins: ['*'] }, 'https://any.test')).toMatchObject({
      'access-control-allow-origin': '*',
    });
  });
});
