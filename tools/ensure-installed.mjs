// Installs the workspace's packages when they are missing or older than the lock file. Plain JavaScript: it runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const marker = join(root, 'node_modules', '.convoy-installed');

/** A program of the workspace's packages: called by its path, since npx takes some options for its own. */
export function bin(name) {
  return join(root, 'node_modules', '.bin', name);
}

/** Runs a program in the workspace with our terminal and answers its exit code. */
export function run(command, args, environment = {}) {
  const result = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...environment },
  });
  if (result.error) process.stderr.write(`${command}: ${result.error.message}\n`);
  return result.status ?? 1;
}

export function ensureInstalled() {
  requireTools();
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(marker) && readFileSync(marker, 'utf8') === lock) return;
  process.stdout.write('installing the packages of the lock file (once)\n');
  const code = run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  if (code !== 0) process.exit(code);
  mkdirSync(dirname(marker), { recursive: true });
  writeFileSync(marker, lock);
}

function requireTools() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    fail(`Node ${process.versions.node} is too old: 20.19 or newer is needed`);
  const git = /(\d+)\.(\d+)/.exec(spawnSync('git', ['--version'], { encoding: 'utf8' }).stdout ?? '');
  if (!git) fail('git is missing: 2.38 or newer is needed');
  if (Number(git[1]) < 2 || (Number(git[1]) === 2 && Number(git[2]) < 38))
    fail(`git ${git[0]} is too old: 2.38 or newer is needed`);
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
