import fc from 'fast-check';
import { createMask } from './mask';

describe('mask', () => {
  const secret = 'hunter2/+ü&=hunter2';
  const mask = createMask([secret, 'short', 'correct-horse']);

  it.each([
    ['as it is', secret],
    ['URL-encoded', encodeURIComponent(secret)],
    ['as a form field', new URLSearchParams({ p: secret }).toString().slice(2)],
    ['in JSON', JSON.stringify(secret).slice(1, -1)],
    ['in base64', Buffer.from(secret).toString('base64')],
    ['in base64url', Buffer.from(secret).toString('base64url')],
  ])('hides a known value %s', (_how, text) => {
    expect(mask(`a ${text} b`)).toMatch(/^a \*\*\*=* b$/);
  });

  it.each(['u', 'us', 'use', 'user'])('hides a known value inside longer base64 (%s)', (user) => {
    const encoded = Buffer.from(`${user}:correct-horse`).toString('base64');
    const masked = mask(encoded);
    expect(masked).toContain('***');
    expect(Buffer.from(masked, 'base64').toString()).not.toContain('horse');
  });

  it('leaves values of less than six characters alone', () => {
    expect(mask('short and sweet')).toBe('short and sweet');
  });

  it('hides the longer of two values that overlap', () => {
    expect(createMask(['abcdef', 'abcdefgh'])('abcdefgh')).toBe('***');
  });

  it('never shows a known value', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 6, maxLength: 40 }),
        fc.string(),
        fc.string(),
        (value, before, after) => {
          fc.pre(value.trim().length >= 6 && !'***'.includes(value) && !/[\r\n]/.test(value));
          const line = createMask([value])(`${before}${value}${after}`);
          expect(line.split('***').join('')).not.toContain(value);
        },
      ),
    );
  });

  const jwt = `eyJhbGciOiJIUzI1NiJ9.${'a'.repeat(20)}.${'b'.repeat(20)}`;
  it.each([
    ['key AKIAABCDEFGHIJKLMNOP used', 'key *** used'],
    [`jwt ${jwt}`, 'jwt ***'],
    ['authorization: Bearer abc.def-ghi', 'authorization: Bearer ***'],
    ["{ 'Authorization': 'Basic dXNlcjpwYXNz' }", "{ 'Authorization': 'Basic ***' }"],
    ['X-Auth-Key: 0123456789abcdef', 'X-Auth-Key: ***'],
    ['postgres://assurex:p4ss@db:5432/x', 'postgres://assurex:***@db:5432/x'],
    ['https://:ghp_x@github.com/a/b', 'https://:***@github.com/a/b'],
    ['xoxb-123456789012-abcdefghij', '***'],
    ['https://hooks.slack.com/services/T0/B0/xyz', 'https://hooks.slack.com/services/***'],
    [`ghp_${'a'.repeat(36)} github_pat_${'b'.repeat(30)}`, '*** ***'],
    ['AWS_SECRET_ACCESS_KEY=abc/def+ghi', 'AWS_SECRET_ACCESS_KEY=***'],
    ['CLOUDFLARE_API_TOKEN=abcdefgh next', 'CLOUDFLARE_API_TOKEN=*** next'],
    ['"SessionToken": "abcdefgh", "Region": "us-east-1"', '"SessionToken": "***", "Region": "us-east-1"'],
    ['psql --password hunter2 --host db', 'psql --password *** --host db'],
    ['GET /x?X-Amz-Signature=abcdef&a=1', 'GET /x?X-Amz-Signature=***&a=1'],
  ])('hides what has the shape of a secret: %s', (line, expected) => {
    expect(createMask([])(line)).toBe(expected);
  });

  it.each([
    'Deploying profile-360-backend to stage dev (us-east-1)',
    'arn:aws:lambda:us-east-1:533267024692:function:assurex-dev-graphql:3',
    'endpoint: GET - https://abc.execute-api.us-east-1.amazonaws.com/users/',
    'commit 5676cec0c7b9ae6c5d2b0e5a8b9e2a4f7e1d3c5b',
    'token: the manifest names $TOKEN',
    'git@github.com:assurex/trustx.git',
  ])('leaves alone: %s', (line) => {
    expect(createMask([])(line)).toBe(line);
  });

  it('hides a private key over all its lines', () => {
    const stream = createMask([]);
    const lines = ['a -----BEGIN RSA PRIVATE KEY-----', 'MIIEow', '-----END RSA PRIVATE KEY-----', 'after'];
    expect(lines.map((line) => stream(line))).toEqual(['a ***', '***', '***', 'after']);
    expect(stream('x -----BEGIN PRIVATE KEY-----abc-----END PRIVATE KEY----- y')).toBe('x *** y');
  });
});
