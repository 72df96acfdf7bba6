import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { classifyMigration, dangersOf } from '../../src/decide/sql/classify-migration';
import { createSqlParser } from '../../src/effects/sql/sql-parser';

const FOLDER = join(__dirname, '..', 'sql-corpus');
const parser = createSqlParser();

/** Labels by the line that they stand on. */
function labelsOf(text: string): { line: number; expected: string[] }[] {
  return text.split('\n').flatMap((line, index) => {
    const [, words] = /^\s*-- expect: (.+)$/.exec(line) ?? [];
    return words === undefined
      ? []
      : [{ line: index + 1, expected: words.split(' ').filter((word) => word !== 'safe') }];
  });
}

const files = readdirSync(FOLDER).map((name) => [name, readFileSync(join(FOLDER, name), 'utf8')] as const);

it.each(files)('no statement of %s is taken for what it is not', async (_name, text) => {
  const labels = labelsOf(text);
  const found = classifyMigration(await parser.parse(text));
  expect(
    found.map(
      ({ statement, hazards }) => `${statement.text.split('\n')[0]} → ${dangersOf(hazards).sort().join(' ')}`,
    ),
  ).toEqual(
    found.map(
      ({ statement }, index) =>
        `${statement.text.split('\n')[0]} → ${[...(labels[index]?.expected ?? [])].sort().join(' ')}`,
    ),
  );
  expect(found).toHaveLength(labels.length);
  found.forEach(({ statement }, index) => expect(statement.line).toBe((labels[index]?.line ?? 0) + 1));
});

it('the corpus has at least forty statements', () => {
  expect(files.flatMap(([, text]) => labelsOf(text)).length).toBeGreaterThan(70);
});

it('what cannot be read counts as breaking, and is named', async () => {
  const [found] = classifyMigration(await parser.parse('alter tabel users'));
  expect(found?.hazards).toEqual([
    { danger: 'breaking', why: '“alter tabel users” cannot be read, so it counts as breaking', uses: [] },
  ]);
});

it('names what live code may use', async () => {
  const [found] = classifyMigration(await parser.parse('alter table app.users drop column "Age"'));
  expect(found?.hazards[0]?.uses).toEqual(['app.users', 'Age']);
});
