import fc from 'fast-check';
import { normaliseSql } from './normalise-sql';

describe('normaliseSql', () => {
  it.each([
    ['line endings', 'create table a (\r\n  b int\r\n);\r\n', 'create table a ( b int );'],
    ['a comment to the end of the line', 'select 1 -- one\n, 2', 'select 1 , 2'],
    ['a comment at the very end', 'select 1; -- one', 'select 1;'],
    ['a comment between signs', 'select/* a\n b */1', 'select 1'],
    ['a comment between spaces', 'select /* x */ 1', 'select 1'],
    ['several comments in a row', 'select -- a\n/* b */ -- c\n1', 'select 1'],
    ['the marker of a file without a transaction', '-- no-transaction\nvacuum;', 'vacuum;'],
    ['nothing but comments', '-- a\n/* b */\n', ''],
    ['a comment with a comment', 'a /* b /* c */ -- */ d', 'a d'],
    [
      'a comment after a string that ends with a backslash',
      String.raw`select 'a\'  -- b`,
      String.raw`select 'a\'`,
    ],
    ['a comment after an escaped backslash', String.raw`select E'a\\'  -- b`, String.raw`select E'a\\'`],
  ])('drops %s', (_what, sql, expected) => {
    expect(normaliseSql(sql)).toBe(expected);
  });

  it.each([
    ['a comment sign in a string', "select 'a  -- b'"],
    ['a doubled quote in a string', "select 'it''s  -- so', /**/ 1", "select 'it''s  -- so', 1"],
    ['a block comment sign in a string', "select '/* a  */'"],
    ['a comment sign in a name', 'select "a  -- b"'],
    ['a doubled quote in a name', 'select "a""  -- b"'],
    ['a dollar-quoted body', 'do $$ begin  -- c\n end $$'],
    ['a body with a tag, and another quote inside', 'do $x$ a  $$  -- b\n $x$'],
    ['a quote that is never closed', "select ' a", "select ' a"],
    ['a comment that is never closed', 'select /* a', 'select /* a'],
    ['a quote behind a backslash, where backslashes count', "select E'it\\'s  -- so'"],
    ['a string that goes on in another line', "select E'a'\n  '\\'  -- b'"],
    ['a string that goes on behind a comment', "select 'a' -- b\n  'c'"],
    ['a body whose tag has a digit', "do $x1$ ' $x$  -- c\n $x1$"],
    ['a name with dollars, and the quote after it', "select a$b$, '  $b$  -- c'"],
    ['a new line in a string', "select 'a\n  b'"],
  ])('keeps %s', (_what, sql, expected = sql) => {
    expect(normaliseSql(`  ${sql}\n`)).toBe(expected);
  });

  it.each([
    ['a ruler of dashes', `${'-'.repeat(5000)}\n`],
    ['rulers in many lines', `${'-- '.repeat(50)}\n`.repeat(100)],
    ['comments that are never closed', '/*'.repeat(5000)],
    ['half-closed comments', '/*/*/**/'.repeat(700)],
    ['doubled quotes', `${"''".repeat(5000)}'`],
    ['backslashes', "E'\\".repeat(5000)],
    ['empty lines', ' \n'.repeat(5000)],
    ['tags that are never closed', '$a'.repeat(5000)],
  ])('takes no time over %s behind a string', (_what, text) => {
    const began = process.cpuUsage().user;
    normaliseSql(`select 'a' ${text}, 1`);
    expect((process.cpuUsage().user - began) / 1000).toBeLessThan(2_000);
  });

  it('reads CRLF as LF inside of strings too: a checkout must not change a checksum', () => {
    expect(normaliseSql("select 'a\r\nb'")).toBe("select 'a\nb'");
  });
});

// SQL as a list of tokens between which there is white space or a comment.
const word = fc.constantFrom(
  'select',
  'create',
  'table',
  'users',
  'name',
  '1',
  '42',
  ',',
  '(',
  ')',
  ';',
  '=',
);
const literal = fc
  .string({
    unit: fc.constantFrom('a', 'B', '0', ' ', '  ', '\n', '-', '--', '/*', '*/', '"', '$$', "''", ';'),
  })
  .map((text) => `'${text}'`);
const quotedName = fc
  .string({ unit: fc.constantFrom('a', ' ', '  ', '--', '/*', "'", '""') })
  .map((text) => `"${text}"`);
const body = fc
  .string({ unit: fc.constantFrom('a', ' ', '  ', '\n', '--', '/*', "'", '"', ';') })
  .map((text) => `$x$${text}$x$`);
// Two strings with a line end between them are one string, in which the layout counts.
const listed = literal.map((text) => `${text},`);
const token = fc.oneof({ weight: 4, arbitrary: word }, listed, quotedName, body);
const comment = fc
  .string({ unit: fc.constantFrom('a', ' ', "'", '"', '$$', '$x$', '-') })
  .chain((text) => fc.constantFrom(`--${text}\n`, `/*${text}*/`));
const space = fc.constantFrom(' ', '  ', '\t', '\n', '\r\n', '\n\n  ');
const gap = fc.array(fc.oneof(space, comment), { minLength: 1, maxLength: 4 }).map((parts) => parts.join(''));
const laidOut = fc.array(fc.tuple(token, gap, gap), { minLength: 1, maxLength: 20 });

describe('normaliseSql, for any SQL', () => {
  it('does not see white space and comments', () => {
    fc.assert(
      fc.property(laidOut, (parts) => {
        const [one, other] = [1, 2].map((layout) => parts.map((part) => part[0] + part[layout]!).join(''));
        expect(normaliseSql(one!)).toBe(normaliseSql(other!));
      }),
    );
  });

  it('gives every token in its order, one space between', () => {
    fc.assert(
      fc.property(laidOut, (parts) => {
        const sql = parts.map(([text, between]) => text + between).join('');
        expect(normaliseSql(sql)).toBe(parts.map(([text]) => text).join(' '));
      }),
    );
  });

  it('sees a changed literal', () => {
    fc.assert(
      fc.property(laidOut, literal, literal, (parts, one, other) => {
        fc.pre(one !== other);
        const before = parts.map(([text, between]) => text + between).join('');
        expect(normaliseSql(`${before} ${one}`)).not.toBe(normaliseSql(`${before} ${other}`));
      }),
    );
  });

  it('is its own normal form', () => {
    fc.assert(
      fc.property(laidOut, (parts) => {
        const normal = normaliseSql(parts.map(([text, between]) => text + between).join(''));
        expect(normaliseSql(normal)).toBe(normal);
      }),
    );
  });
});
