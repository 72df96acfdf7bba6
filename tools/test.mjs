// `npm test`: every test, on a fresh clone. `--long` repeats the repeated and large cases in full.
import { ensureInstalled, root, run } from './ensure-installed.mjs';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

ensureInstalled();
const words = process.argv.slice(2);
const long = words.includes('--long');
const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
const environment = {
  NODE_OPTIONS: [process.env.NODE_OPTIONS, '--experimental-vm-modules', '--no-warnings']
    .filter(Boolean)
    .join(' '),
  NX_DAEMON: 'false',
  // How many of the repeated cases run; read by the tests that repeat.
  CONVOY_TEST_REPEAT: long ? '100' : '10',
};
// Serially: the integration and end-to-end tests share two cores with the servers that they start.
const folder = mkdtempSync(join(tmpdir(), 'convoy-test-'));
const result = join(folder, 'result.json');
const chosen = words.filter((word) => word !== '--long');
const code = run(
  process.execPath,
  [jest, '--runInBand', '--json', `--outputFile=${result}`, ...chosen],
  environment,
);
if (existsSync(result)) {
  const { numPassedTests, numFailedTests, numFailedTestSuites, numPendingTests } = JSON.parse(
    readFileSync(result, 'utf8'),
  );
  // A suite that does not even load has no failed test to count.
  process.stdout.write(
    `\n${numPassedTests} passed, ${Math.max(numFailedTests, numFailedTestSuites)} failed${numPendingTests > 0 ? `, ${numPendingTests} skipped` : ''}\n`,
  );
}
rmSync(folder, { recursive: true, force: true });
process.exit(code);
