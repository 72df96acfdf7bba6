'use strict';

const { spawnSync } = require('node:child_process');
const { copyFileSync, renameSync, rmSync } = require('node:fs');
const { join } = require('node:path');

// Makes `python/`, the content of the layer: the packages of requirements.txt and assurex_db.py.
// No bytecode: it would differ from build to build, and a layer that differs is a new version.
const finished = join(__dirname, 'python');
const unfinished = join(__dirname, 'python.tmp');
const command = [
  ...['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-input'],
  ...['--no-compile', '--only-binary=:all:', '--no-deps', '--require-hashes'],
  ...['--target', unfinished, '-r', join(__dirname, 'requirements.txt')],
];

rmSync(unfinished, { recursive: true, force: true });
const result = spawnSync('python3', command, {
  stdio: 'inherit',
  env: { ...process.env, PIP_ROOT_USER_ACTION: 'ignore' },
});
if (result.error) throw new Error(`python3 could not be started: ${result.error.message}`);
if (result.status !== 0) process.exit(result.status ?? 1);
copyFileSync(join(__dirname, 'assurex_db.py'), join(unfinished, 'assurex_db.py'));
rmSync(finished, { recursive: true, force: true });
renameSync(unfinished, finished);
