import { maskJson } from './mask-json';

describe('maskJson', () => {
  const token = 'planted-token-0123456789';

  it('masks secrets in every string of a value and leaves the rest', () => {
    const value = {
      checks: [{ evidence: `answered {"token":"${token}"}`, milliseconds: 12 }],
      failure: null,
    };
    const shown = maskJson(value, [token]);
    expect(JSON.stringify(shown)).not.toContain(token);
    expect(shown.checks[0]?.milliseconds).toBe(12);
    expect(shown.failure).toBeNull();
  });

  it('leaves commits, digests and addresses as they are', () => {
    const value = {
      commit: 'a'.repeat(40),
      codeSha256: 'n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=',
      url: 'https://api-dev.example.com/health',
    };
    expect(maskJson(value, [token])).toEqual(value);
  });

  it('masks a key block that spans lines', () => {
    const block = '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkq\n-----END PRIVATE KEY-----';
    expect(maskJson([block], [])[0]).not.toContain('MIIEvQIBADANBgkq');
  });

  it('masks what stands in a field that is named like a secret, but no reference and no id of our own', () => {
    const commit = 'ab'.repeat(20);
    const value = {
      password: 'correcthorse',
      nested: [{ apiToken: 'planted', SecretAccessKey: 'abcdefgh' }],
      token: commit,
      bearer: '$TOKEN',
      secretArn: 'arn:aws:secretsmanager:us-east-1:533267024692:secret:x',
      clientSecret: '$CLIENT_SECRET',
    };
    expect(maskJson(value, [])).toEqual({
      ...value,
      password: '***',
      nested: [{ apiToken: '***', SecretAccessKey: '***' }],
    });
  });

  it('masks the names of fields too', () => {
    expect(maskJson({ [`a ${token}`]: 1 }, [token])).toEqual({ 'a ***': 1 });
  });
});
