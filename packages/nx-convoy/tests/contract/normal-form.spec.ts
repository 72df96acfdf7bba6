import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import fc from 'fast-check';
import { loadModule, scanSync } from 'libpg-query';
import { normaliseSql } from '../../src/model/normalise-sql';

// The normal form of a migration decides whether it was edited: the function that applied it must compute the same, and PostgreSQL must read the same.

const FUNCTION = join(
  __dirname,
  '../../../sandbox/sample-repos/assurex-infra/first-release/resources/database/lambda-schema-init',
);
const SAMPLES = 200 * Number(process.env['CONVOY_TEST_REPEAT'] ?? '10');

/** Text made of what is easily misread: quotes of all kinds, comments in each other, names with dollars, backslashes. */
const tricky = fc
  .array(
    fc.constantFrom(
      ...[
        "'",
        "''",
        '"',
        '\\',
        "E'",
        "e'",
        "xE'",
        '$$',
        '$a$',
        '$a1$',
        '$1',
        'x$a$',
        '$a',
        '--',
        '/*',
        '*/',
        '*',
        '/',
      ],
      ...[
        ' ',
        '  ',
        '\t',
        '\n',
        '\r\n',
        '\r',
        '\v',
        '\f',
        '\u00a0',
        ';',
        ',',
        '(',
        'select',
        'drop',
        'E',
        'é',
        '𝕏',
        '1',
        '_',
      ],
    ),
    { minLength: 1, maxLength: 14 },
  )
  .map((parts) => parts.join(''));
const samples = fc.sample(tricky, { numRuns: SAMPLES, seed: 20_261_129 });

/** What PostgreSQL's own lexer finds, without comments; null: it cannot be read. */
function tokensOf(sql: string): string[] | null {
  if (sql === '') return [];
  try {
    const { tokens } = scanSync(sql);
    return tokens.filter(({ tokenName }) => !/COMMENT/.test(tokenName)).map(({ text }) => text);
  } catch {
    return null;
  }
}

beforeAll(() => loadModule());

it('is the same in the function that applies migrations', () => {
  const program =
    'import json, sys; from sql_text import normalise; print(json.dumps([normalise(each) for each in json.load(sys.stdin)]))';
  const answer = execFileSync('python3', ['-B', '-c', program], {
    cwd: FUNCTION,
    input: JSON.stringify(samples),
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  const theirs = JSON.parse(answer) as string[];
  const different = samples.flatMap((sql, index) =>
    theirs[index] === normaliseSql(sql) ? [] : [{ sql, theirs: theirs[index], ours: normaliseSql(sql) }],
  );
  expect(different).toEqual([]);
});

it('is read by PostgreSQL as the text itself is', () => {
  const readable = samples.map((sql) => ({ sql, tokens: tokensOf(sql.replaceAll('\r\n', '\n')) }));
  const known = readable.filter(({ tokens }) => tokens !== null);
  expect(known.length).toBeGreaterThan(SAMPLES / 10);
  const misread = known.flatMap(({ sql, tokens }) => {
    const normal = normaliseSql(sql);
    const after = tokensOf(normal);
    return JSON.stringify(after) === JSON.stringify(tokens) ? [] : [{ sql, normal, tokens, after }];
  });
  expect(misread.slice(0, 5)).toEqual([]);
});
