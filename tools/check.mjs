// `npm run check`: types, lint, format, and that generated files are what their sources say.
import { bin, ensureInstalled, root } from './ensure-installed.mjs';
import { spawn } from 'node:child_process';

ensureInstalled();
// Longest first: two at a time take as long as the longest one and little more.
const steps = [
  ['lint', bin('eslint'), ['--max-warnings=0', '.']],
  ['types', bin('tsc'), ['-p', 'tsconfig.json']],
  ['format', bin('prettier'), ['--check', '--log-level=warn', '.']],
  ['generated files', process.execPath, ['-r', '@swc-node/register', 'tools/generate.ts', '--check']],
  ['coverage of the requirements', process.execPath, ['-r', '@swc-node/register', 'tools/coverage.ts']],
];
const AT_ONCE = 2;

/** What a step says is told in one piece, when it has ended; answers its exit code. */
function outcome([name, command, args]) {
  return new Promise((resolve) => {
    const chunks = [];
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => chunks.push(chunk));
    child.on('error', (cause) => chunks.push(Buffer.from(`${command}: ${cause.message}\n`)));
    child.on('close', (code) => {
      process.stdout.write(`check: ${name}\n${Buffer.concat(chunks).toString('utf8')}`);
      resolve(code ?? 1);
    });
  });
}

const failed = [];
const waiting = [...steps];
async function worker() {
  for (let step = waiting.shift(); step !== undefined; step = waiting.shift())
    if ((await outcome(step)) !== 0) failed.push(step[0]);
}
await Promise.all(Array.from({ length: AT_ONCE }, worker));
if (failed.length > 0) {
  process.stderr.write(`check failed: ${failed.join(', ')}\n`);
  process.exit(1);
}
