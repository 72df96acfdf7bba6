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
const folder = mkdtempSync(join(tmpdir(), 'convoy-test-'));
const chosen = words.filter((word) => word !== '--long');
const counted = { passed: 0, failed: 0, skipped: 0 };

/** Runs Jest and adds up what it counted; answers its exit code. */
function jestRun(...more) {
  const result = join(folder, 'result.json');
  rmSync(result, { force: true });
  const code = run(process.execPath, [jest, '--json', `--outputFile=${result}`, ...more], environment);
  if (!existsSync(result)) return code || 1;
  const { numPassedTests, numFailedTests, numFailedTestSuites, numPendingTests } = JSON.parse(
    readFileSync(result, 'utf8'),
  );
  counted.passed += numPassedTests;
  // A suite that does not even load has no failed test to count.
  counted.failed += Math.max(numFailedTests, numFailedTestSuites);
  counted.skipped += numPendingTests;
  return code;
}

// Integration tests two at a time: they wait for their own servers half of the time, and share nothing but the two cores. The end-to-end tests serially: each
// keeps both cores busy, and tells what is late. The five seconds that Jest gives a test by itself are for tests that wait for nothing.
const PATIENCE = '--testTimeout=60000';
const codes =
  chosen.length > 0
    ? [jestRun('--runInBand', PATIENCE, ...chosen)]
    : [
        jestRun('--maxWorkers=2', '--selectProjects', 'unit'),
        jestRun('--maxWorkers=2', PATIENCE, '--selectProjects', 'integration'),
        jestRun('--runInBand', PATIENCE, '--selectProjects', 'e2e'),
      ];
const skipped = counted.skipped > 0 ? `, ${counted.skipped} skipped` : '';
process.stdout.write(`\n${counted.passed} passed, ${counted.failed} failed${skipped}\n`);
rmSync(folder, { recursive: true, force: true });
process.exit(codes.find((code) => code !== 0) ?? 0);
