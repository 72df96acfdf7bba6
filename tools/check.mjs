// `npm run check`: types, lint, format, and that generated files are what their sources say.
import { bin, ensureInstalled, run } from './ensure-installed.mjs';

ensureInstalled();
const steps = [
  ['types', bin('tsc'), ['-p', 'tsconfig.json']],
  ['lint', bin('eslint'), ['--max-warnings=0', '.']],
  ['format', bin('prettier'), ['--check', '--log-level=warn', '.']],
  ['generated files', process.execPath, ['-r', '@swc-node/register', 'tools/generate.ts', '--check']],
  ['coverage of the requirements', process.execPath, ['-r', '@swc-node/register', 'tools/coverage.ts']],
];
const failed = steps.filter(([name, command, args]) => {
  process.stdout.write(`check: ${name}\n`);
  return run(command, args) !== 0;
});
if (failed.length > 0) {
  process.stderr.write(`check failed: ${failed.map(([name]) => name).join(', ')}\n`);
  process.exit(1);
}
