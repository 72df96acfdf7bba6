// `npm test`: every test, on a fresh clone. `--long` repeats the repeated and large cases in full.
import { ensureInstalled, root, run } from './ensure-installed.mjs';
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
process.exit(
  run(process.execPath, [jest, '--runInBand', ...words.filter((word) => word !== '--long')], environment),
);
