import { createHash } from 'node:crypto';

/** A secret as it might stand in what a program prints. */
export interface Planted {
  readonly kind: string;
  /** What must not be seen, line by line. */
  readonly values: readonly string[];
  /** What a program prints. */
  readonly text: string;
}

/** Looks like drawn by lot, and is the same in every run. Nothing here was ever a secret. */
export function drawn(seed: string, length: number): string {
  let text = '';
  for (let round = 0; text.length < length; round += 1)
    text += createHash('sha512').update(`${seed}-${round}`).digest('base64').replace(/=+$/, '');
  return text.slice(0, length);
}

function letters(seed: string, length: number): string {
  return drawn(seed, length * 2)
    .replace(/[^A-Za-z0-9]/g, '')
    .slice(0, length);
}

function planted(kind: string, value: string, text: (value: string) => string): Planted {
  return { kind, values: [value], text: text(value) };
}

const bodyLines = [drawn('pem-1', 64), drawn('pem-2', 64), `${drawn('pem-3', 30)}==`];
const pem = (type: string): string =>
  [`-----BEGIN ${type}-----`, ...bodyLines, `-----END ${type}-----`].join('\n');
const jwt = [`eyJ${letters('h', 33)}`, `eyJ${letters('p', 90)}`, letters('s', 43)].join('.');
const json = (value: unknown): string => JSON.stringify(value);

/** Secrets that nobody told us about: they are known by their shape or by what stands before them. */
export const PLANTED: readonly Planted[] = [
  planted(
    'AWS access key',
    `AKIA${letters('id', 64).toUpperCase().slice(0, 16)}`,
    (key) => `with ${key}, as told`,
  ),
  planted(
    'AWS temporary access key',
    `ASIA${letters('id', 64).toUpperCase().slice(0, 16)}`,
    (key) => `[${key}]`,
  ),
  planted('AWS secret key, alone', drawn('aws-secret-1', 40), (key) => `cannot sign with ${key} today`),
  planted('AWS secret key, in a file', drawn('aws-secret-2', 40), (key) => `aws_secret_access_key = ${key}`),
  planted('AWS secret key, in an answer', drawn('aws-secret-3', 40), (key) => json({ SecretAccessKey: key })),
  planted('AWS session token, alone', `IQoJb3JpZ2lu${drawn('aws-session', 300)}`, (token) => `got ${token}`),
  planted('AWS session token, named', drawn('aws-session-2', 200), (token) => `AWS_SESSION_TOKEN=${token}`),
  planted('JWT', jwt, (token) => `signed in: ${token}`),
  planted('Authorization header', letters('bearer', 40), (token) => `> Authorization: Bearer ${token}`),
  planted(
    'Authorization, printed by Node',
    letters('auth', 20),
    (token) => `  authorization: 'token ${token}',`,
  ),
  planted('Bearer value', letters('bearer-2', 30), (token) => `asked with bearer ${token} and`),
  planted(
    'Basic value',
    Buffer.from('assurex:a pass word').toString('base64'),
    (value) => `sent Basic ${value} to`,
  ),
  planted(
    'signature of AWS',
    letters('signature', 64),
    (value) =>
      `Authorization: AWS4-HMAC-SHA256 Credential=x/20260301/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=${value}`,
  ),
  planted(
    'password in a URL',
    'p@ss/w0rd',
    (value) => `connecting to postgres://assurex:${value}@db.example:5432/x`,
  ),
  planted(
    'token in a URL',
    letters('url', 30),
    (value) => `remote https://${value}@git.example/team/shop.git`,
  ),
  planted(
    'Slack token',
    `xoxb-${'1'.repeat(12)}-${letters('slack', 24)}`,
    (token) => `slack says no to ${token}.`,
  ),
  planted(
    'Slack webhook',
    `T${'0'.repeat(8)}/B${'0'.repeat(8)}/${letters('hook', 24)}`,
    (path) => `POST https://hooks.slack.com/services/${path} 403`,
  ),
  planted('Cloudflare token', letters('cloudflare', 40), (token) => `Invalid token (${token})`),
  planted('Cloudflare token with a prefix', `cfut_${letters('cfut', 40)}`, (token) => `using ${token}`),
  ...['ghp', 'gho', 'ghs'].map((prefix) =>
    planted(
      `GitHub token ${prefix}`,
      `${prefix}_${letters(prefix, 36)}`,
      (token) => `x-access-token ${token} expired`,
    ),
  ),
  planted(
    'GitHub fine-grained token',
    `github_pat_${letters('pat', 22)}_${letters('pat2', 59)}`,
    (token) => `TOKEN:${token}`,
  ),
  { kind: 'private key', values: bodyLines, text: `key is\n${pem('RSA PRIVATE KEY')}\nthat was it` },
  { kind: 'private key in JSON', values: bodyLines, text: json({ key: pem('PRIVATE KEY') }) },
  {
    kind: 'private key after a prefix',
    values: bodyLines,
    text: pem('EC PRIVATE KEY').replace(/^/gm, '12:00 | '),
  },
  { kind: 'certificate', values: bodyLines, text: pem('CERTIFICATE') },
  planted('password=', 'correcthorse', (value) => `login failed for password=${value} at`),
  planted('PASSWORD of a variable', 'cor,rect;ho&rse', (value) => `DB_PASSWORD=${value}`),
  planted('secret: in YAML', 'correcthorsebattery', (value) => `  client_secret: ${value}`),
  planted('secret: quoted', 'correct horse battery', (value) => `secret: '${value}', other: 1`),
  planted('password in JSON', 'correct "horse" battery', (value) =>
    json({ user: 'a', password: value, host: 'b' }),
  ),
  planted('password in JSON in JSON', 'correct horse battery', (value) =>
    json({ body: json({ password: value, host: 'b' }) }),
  ),
  planted('password in JSON, three deep', 'correct horse battery', (value) =>
    json({ a: json({ b: json({ password: value }) }) }),
  ),
  planted(
    'password in XML',
    'correct horse battery',
    (value) => `<User><Password>${value}</Password></User>`,
  ),
  planted('password as a flag', 'correcthorse', (value) => `$ psql --password ${value} --host db`),
  planted('cookie', letters('cookie', 32), (value) => `set-cookie: session=${value}; Path=/; HttpOnly`),
];

/** What reads like a secret to a machine and is none: it must be left as it is. */
export const ORDINARY: readonly string[] = [
  `HEAD is now at ${createHash('sha1').update('a').digest('hex')} fix: tokens expire`,
  `commit ${createHash('sha1').update('b').digest('hex')}`,
  `sha256:${createHash('sha256').update('c').digest('hex')}`,
  `tree ${createHash('sha256').update('d').digest('hex')} is live`,
  `"CodeSha256": "${createHash('sha256').update('e').digest('base64')}"`,
  `CodeSha256: ${createHash('sha256').update('f').digest('base64')}`,
  `"integrity": "sha512-${createHash('sha512').update('g').digest('base64')}",`,
  `integrity sha1-${createHash('sha1').update('h').digest('base64')}`,
  'RequestId: 3f2b8c1e-9a4d-4c5f-8e7a-1b2c3d4e5f60 Duration: 12.3 ms',
  'arn:aws:lambda:us-east-1:533267024692:function:assurex-dev-graphql:3',
  'arn:aws:secretsmanager:us-east-1:533267024692:secret:assurex/dev/database-AbCdEf',
  '"SecretArn": "arn:aws:secretsmanager:us-east-1:533267024692:secret:assurex/dev/database-AbCdEf"',
  'secret: arn:aws:secretsmanager:us-east-1:533267024692:secret:assurex/dev/database-AbCdEf',
  'arn:aws:cloudformation:us-east-1:533267024692:stack/profile-360-backend-dev/0a1b2c3d-4e5f-11ef-8a9b-0c1d2e3f4a5b',
  'arn:aws:iam::533267024692:role/assurex-dev-us-east-1-lambdaRole',
  'ApiLambdaVersionXvZ7mPq3Lk8Jd0sT9wEr5yUi2oAbN1cQfGhYtRe4WsX',
  'https://abc123def4.execute-api.us-east-1.amazonaws.com/users/?page=2&size=10',
  'http://127.0.0.1:14566/path/@scope/package?x=a%20b',
  'https://git.example:8443/a@b',
  'git@github.com:assurex/profile-360-backend.git',
  'npx nx run rotate-secret:deploy:preprod',
  'Deploying profile-360-backend to stage dev (us-east-1)',
  'token: the manifest names $TOKEN',
  '"bearer": "$API_TOKEN"',
  'password: ${DB_PASSWORD}',
  'SyntaxError: Unexpected token } in JSON at position 12',
  'const token = await readToken();',
  'if (password === undefined) throw new TypeError();',
  'Bearer authentication is required, Basic authentication is not',
  'packages/nx-convoy/src/effects/shell/secret-shapes.ts:12:5 - error TS2345',
  '✔ 12 secrets checked, 0 tokens left, password policy unchanged',
  'aws:cdk:path: AssurexStack/GraphqlApi/Default/Resource/HandlerServiceRole3F2A',
  '{"resolve":"{{resolve:secretsmanager:assurex/dev/database:SecretString:password}}"}',
  '2026-03-01T10:00:00.000Z 42% done, 12 of 30 layers',
];
