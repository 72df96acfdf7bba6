import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkCoverage, coverageProblems } from './coverage';

const titles = new Set(['deploys in order', 'a second deploy does nothing']);
const page = (...rows: string[]): string =>
  ['# Coverage', '', '| asked | our command | shown by |', '|---|---|---|', ...rows, ''].join('\n');

test('accepts tests that exist and themes that are to come', () => {
  const text = page(
    '| order | deploy | `deploys in order`; `a second deploy does nothing` |',
    '| undo | rollback | later: recovery |',
    '| more | deploy | `deploys in order`; later: workflows |',
  );
  expect(coverageProblems(text, titles)).toEqual([]);
});

test.each([
  ['a test that does not exist', '| a | b | `deploys` |', 'names a test that does not exist, “deploys”'],
  ['an empty proof', '| a | b |  |', 'has an empty cell'],
  ['an empty command', '| a | | `deploys in order` |', 'has an empty cell'],
  ['a missing cell', '| a | b |', 'has 2 cells, not 3'],
  ['an unknown theme', '| a | b | later: some day |', 'waits for “some day”'],
  ['words without a test', '| a | b | done |', 'has “done” where'],
  ['a separator without a proof', '| a | b | `deploys in order`; |', 'has “” where'],
])('refuses %s', (_what, row, trouble) => {
  const problems = coverageProblems(page(row), titles);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain(`docs/coverage.md:5 ${trouble}`);
});

test('a title may hold a semicolon', () => {
  const known = new Set(['down ends all; up brings it back', 'up']);
  expect(coverageProblems(page('| a | b | `down ends all; up brings it back`; `up` |'), known)).toEqual([]);
});

test('a bar in a cell is escaped', () => {
  expect(coverageProblems(page('| a \\| b | c | `deploys in order` |'), titles)).toEqual([]);
});

test('a page without rows proves nothing', () => {
  expect(coverageProblems('# Coverage\n', titles)).toEqual(['docs/coverage.md has no rows']);
});

test('reads the tests of a workspace, and no others', () => {
  const root = mkdtempSync(join(tmpdir(), 'convoy-coverage-'));
  const write = (path: string, text: string): void => {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  try {
    expect(checkCoverage(root)).toEqual(['docs/coverage.md is missing']);
    write('packages/a/src/one.spec.ts', `test('one', () => {});`);
    write('e2e/two.e2e.ts', `it('two', () => {});`);
    write('tools/three.ts', `test('three', () => {});`);
    write('packages/a/node_modules/b/four.spec.ts', `test('four', () => {});`);
    write('docs/coverage.md', page('| a | b | `one`; `two`; `three`; `four` |'));
    expect(checkCoverage(root)).toEqual([
      'docs/coverage.md:5 names a test that does not exist, “three”: a',
      'docs/coverage.md:5 names a test that does not exist, “four”: a',
    ]);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});
