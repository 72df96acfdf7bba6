// Runs one command through the guarded shell, as an executor does: `run-in-shell.mjs <module of the shell> <argv…>`.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
require('@swc-node/register');
const [module, ...argv] = process.argv.slice(2);
const { createGuardedShell } = require(module);
const shell = createGuardedShell({ secrets: () => [] });
process.once('SIGTERM', () => shell.interrupt());
const outcome = await shell.run({
  command: { argv, in: '.', timeoutSeconds: 60 },
  folder: '/',
  environment: { PATH: process.env.PATH },
  onLine: (line) => process.stdout.write(`${line}\n`),
});
process.stdout.write(`outcome ${JSON.stringify(outcome)}\n`);
