import fc from 'fast-check';
import { ORDINARY, PLANTED } from '../../../tests/planted';
import { createMask } from './mask';
import { maskText } from './mask-json';
import { shownOf } from '../../../tests/shown-of';

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

  it('hides a private key among lines of others, and goes on when its end never comes', () => {
    const stream = createMask([]);
    const body = 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj';
    const lines = ['-----BEGIN PRIVATE KEY-----', body, 'a warning (harmless).', body, 'Qg=='];
    expect(lines.map((line) => stream(line)).join('\n')).not.toMatch(/MII|Qg/);
    const later = Array.from({ length: 12 }, (_, index) => stream(`step ${index} done!`));
    expect(later.at(-1)).toBe('step 11 done!');
  });

  describe('what has the shape of a secret', () => {
    const forms: readonly (readonly [string, (text: string) => string])[] = [
      ['as it is', (text) => text],
      ['in JSON', (text) => JSON.stringify({ message: text })],
      ['in JSON in JSON', (text) => JSON.stringify({ message: JSON.stringify({ text }) })],
      ['URL-encoded', encodeURIComponent],
      ['in a form', (text) => new URLSearchParams({ message: text }).toString()],
      ['in base64', (text) => Buffer.from(text).toString('base64')],
      ['in base64url without padding', (text) => Buffer.from(text).toString('base64url')],
      ['inside longer base64, one byte on', (text) => Buffer.from(`x ${text} y`).toString('base64')],
      ['inside longer base64, two bytes on', (text) => Buffer.from(`xx ${text} y`).toString('base64')],
      ['in base64 below a path', (text) => `at path/${Buffer.from(text).toString('base64')}`],
      ['in colour', (text) => text.replace(/[^ ]+/g, (word) => `\u001b[32m${word}\u001b[39m`)],
    ];

    it.each(PLANTED.flatMap((each) => forms.map(([how, write]) => ({ ...each, how, write }))))(
      'is hidden: $kind, $how',
      ({ text, values, write }) => {
        const masked = maskText(write(text), []);
        for (const value of values) expect(shownOf(masked)).not.toContain(value);
        // What is delivered late is masked again, and must be the same entry.
        expect(maskText(masked, [])).toBe(masked);
      },
    );

    it.each(ORDINARY)('is not: %s', (line) => {
      expect(maskText(line, [])).toBe(line);
    });
  });

  describe('known values', () => {
    // Not only letters: quotes, slashes and umlauts are where encodings differ.
    const values = fc
      .stringMatching(/^[A-Za-z0-9/+"'&ü%~!-]{9,48}$/)
      .filter((value) => !value.includes('***'));
    const around = fc.stringMatching(/^[a-z ]{0,12}$/);
    const encodings: readonly (readonly [string, (text: string) => string])[] = [
      ['URL-encoded', encodeURIComponent],
      [
        'URL-encoded in small letters',
        (text) => encodeURIComponent(text).replace(/%../g, (code) => code.toLowerCase()),
      ],
      ['URL-encoded twice', (text) => encodeURIComponent(encodeURIComponent(text))],
      ['as an address', encodeURI],
      ['in a form', (text) => new URLSearchParams({ v: text }).toString()],
      ['in JSON', (text) => JSON.stringify({ text })],
      ['in JSON in JSON', (text) => JSON.stringify(JSON.stringify({ text }))],
      ['in base64', (text) => Buffer.from(text).toString('base64')],
      ['in base64url', (text) => Buffer.from(text).toString('base64url')],
      ['in base64 in a URL', (text) => encodeURIComponent(Buffer.from(text).toString('base64'))],
    ];

    it.each(encodings)('are hidden wherever they stand, %s', (_how, encode) => {
      fc.assert(
        fc.property(values, around, around, (value, before, after) => {
          const masked = maskText(encode(before + value + after), [value]);
          expect(shownOf(masked)).not.toContain(value);
        }),
      );
    });

    it('are hidden when a line break cuts them apart, but for a few signs', () => {
      fc.assert(
        fc.property(values, around, fc.nat(), (value, before, place) => {
          const cut = 1 + (place % (value.length - 1));
          const text = `${before}${value.slice(0, cut)}\n  ${value.slice(cut)}`;
          const shown = maskText(text, [value]).split(/\n? {2}|\*\*\*/);
          // Five signs before the break could begin anything; all others are gone.
          const left = shown.join('').length - before.replace(/ {2}/g, '').length;
          expect(left).toBeLessThanOrEqual(5);
        }),
      );
    });

    it('are hidden in base64 that is wrapped', () => {
      const value = 'a-rather-long-value-0123456789'.repeat(8);
      const wrapped = Buffer.from(`user:${value}`).toString('base64').replace(/.{76}/g, '$&\n');
      const masked = maskText(wrapped, [value]);
      expect(Buffer.from(masked.replace(/\W/g, ''), 'base64').toString()).not.toContain('rather');
      expect(masked.split('\n')).toHaveLength(wrapped.split('\n').length);
    });

    it('leave lines alone that only happen to end or begin like them', () => {
      const lines = ['the corre', 'ctness of it', 'ends in c', 'or not'];
      expect(maskText(lines.join('\n'), ['correct-horse']).split('\n')).toEqual(lines);
    });

    it('of several lines are hidden line by line', () => {
      const value = '{\n  "client_email": "somebody@example",\n  "id": "0123456789"\n}';
      const masked = maskText(`prints\n"client_email": "somebody@example",\nand "id": "0123456789" again`, [
        value,
      ]);
      expect(masked).toBe('prints\n***\nand *** again');
    });
  });

  describe('a line of a megabyte', () => {
    const secrets = Array.from({ length: 20 }, (_, index) => `secret-${index}-${'x'.repeat(index)}/+"ü`);
    const timed = (piece: string, length: number): number => {
      const line = piece.repeat(Math.ceil(length / piece.length));
      const stream = createMask(secrets);
      // Time of this process alone: how busy the machine is says nothing about a pattern.
      const begun = process.cpuUsage();
      stream(line);
      const { user, system } = process.cpuUsage(begun);
      return (user + system) / 1000;
    };

    it.each([
      'a',
      'the quick brown fox ',
      'QUJDREVGR0hJSktMTU5P',
      '{"commit":"0123abcd","url":"https://x/%2F"},',
    ])('takes no seconds: %s', (piece) => {
      expect(timed(piece, 1 << 20)).toBeLessThan(3000);
    });

    // Whatever half matches again and again: a pattern that starts over at each would need minutes for a megabyte, and seconds for this.
    const pieces = [
      'a.',
      'a-',
      '//',
      'x://',
      'x://a:',
      'x://a:b',
      'https://aaaaaaaaaaaaaaaaaaaa',
      'AKIA',
      'eyJ-',
      '-eyJaaaaaaaa.',
    ];
    pieces.push(
      '%3DeyJaaaaaaaaa',
      'authorization: ',
      'authorization"',
      'bearer ',
      'basic aaaaaaa',
      'digest a=',
      'secret:',
    );
    pieces.push(
      'password',
      'password="',
      'password=\\"',
      "password='$",
      'password: ',
      'password>',
      '--password ',
      'a:secret:',
    );
    pieces.push(
      'cookie:',
      'xoxb-',
      'hooks.slack.com/services/',
      'ghp_',
      '%',
      '%2541',
      '-----BEGIN A-----',
      '-----',
      '\u001b[',
      '\\',
      '@',
    );
    it.each(pieces)('is read once: %s', (piece) => {
      expect(timed(piece, 1 << 17)).toBeLessThan(1000);
    });
  });
});
