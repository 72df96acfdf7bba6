import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { testTitles } from './test-titles';

// Checks docs/coverage.md: every row says what we do about its requirement and names tests that exist, or what theme it waits for.

const PAGE = 'docs/coverage.md';
const THEMES = ['recovery', 'verification', 'workflows'];
const COLUMNS = 3;
const TEST_FILE = /\.(spec|e2e)\.ts$/;
/** Semicolons that are not part of a title. */
const BETWEEN_PROOFS = /;(?=(?:[^`]*`[^`]*`)*[^`]*$)/;
const NOT_OURS = new Set(['node_modules', 'dist', 'sample-repos']);

/** What is wrong with the page of this workspace, one line a problem. */
export function checkCoverage(root: string): string[] {
  const path = join(root, PAGE);
  if (!existsSync(path)) return [`${PAGE} is missing`];
  const titles = new Set(
    ['packages', 'tools', 'e2e']
      .flatMap((folder) => testFiles(join(root, folder)))
      .flatMap((file) => testTitles(readFileSync(file, 'utf8'))),
  );
  return coverageProblems(readFileSync(path, 'utf8'), titles);
}

/** What is wrong with a page, given the titles of the tests that exist. */
export function coverageProblems(page: string, titles: ReadonlySet<string>): string[] {
  const rows = tableRows(page);
  if (rows.length === 0) return [`${PAGE} has no rows`];
  return rows.flatMap(({ line, cells }) =>
    troubles(cells, titles).map((trouble) => `${PAGE}:${line} ${trouble}: ${cells[0] ?? ''}`),
  );
}

interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

/** The rows of all tables, without heads: a head is the row above a line of dashes. */
function tableRows(page: string): Row[] {
  const lines = page.split('\n');
  const isDashes = (text: string | undefined): boolean => /^\|[\s|:-]+\|$/.test((text ?? '').trim());
  return lines.flatMap((text, index) => {
    if (!text.startsWith('|') || isDashes(text) || isDashes(lines[index + 1])) return [];
    const cells = text
      .trim()
      .slice(1)
      .replace(/\|$/, '')
      .split(/(?<!\\)\|/);
    return [{ line: index + 1, cells: cells.map((cell) => cell.trim().replaceAll('\\|', '|')) }];
  });
}

function troubles(cells: readonly string[], titles: ReadonlySet<string>): string[] {
  if (cells.length !== COLUMNS) return [`has ${cells.length} cells, not ${COLUMNS}`];
  if (cells.includes('')) return ['has an empty cell'];
  return proofTroubles(cells[COLUMNS - 1] ?? '', titles);
}

/** A proof is test titles as code spans and `later: <theme>`, separated by semicolons. */
function proofTroubles(cell: string, titles: ReadonlySet<string>): string[] {
  return cell.split(BETWEEN_PROOFS).flatMap((part) => {
    const proof = part.trim();
    const title = /^`([^`]+)`$/.exec(proof)?.[1];
    if (title !== undefined) return titles.has(title) ? [] : [`names a test that does not exist, “${title}”`];
    const theme = /^later: (.+)$/.exec(proof)?.[1];
    if (theme === undefined) return [`has “${proof}” where a \`test title\` or later: <theme> is expected`];
    return THEMES.includes(theme) ? [] : [`waits for “${theme}”; themes are ${THEMES.join(', ')}`];
  });
}

function testFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return NOT_OURS.has(entry.name) ? [] : testFiles(path);
    return TEST_FILE.test(entry.name) ? [path] : [];
  });
}

if (require.main === module) {
  const problems = checkCoverage(join(__dirname, '..'));
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}
