import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { platform } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { lock } from 'proper-lockfile';
import { z } from 'zod';
import type { Announce } from '../announce';
import { SandboxError } from '../sandbox-error';
import { findPython } from './find-python';

const run = promisify(execFile);
/** What is installed where nothing else is asked for. */
const emulator: Packages = {
  name: 'the AWS emulator',
  requirements: join(__dirname, '..', '..', 'requirements.txt'),
};
const markerSchema = z.object({ requirements: z.string(), python: z.string() });

export interface Packages {
  readonly name: string;
  /** A file for pip, pinned with hashes. */
  readonly requirements: string;
}
export interface InstallOrder {
  readonly venv: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly announce: Announce;
  /** Instead of the emulator. */
  readonly packages?: Packages;
}

/** Installs the emulator into its virtual environment, once per version of its requirements; answers the environment's own Python. */
export async function install(order: InstallOrder): Promise<string> {
  const python = pythonOf(order.venv);
  const digest = createHash('sha256')
    .update(await readFile((order.packages ?? emulator).requirements))
    .digest('hex');
  if (await isInstalled(order.venv, digest)) return python;
  await mkdir(dirname(order.venv), { recursive: true });
  // Checkouts may share an installation: one installs, the others wait and find it done.
  const release = await lock(order.venv, {
    realpath: false,
    stale: 15_000,
    retries: { retries: 600, minTimeout: 500, maxTimeout: 500 },
  });
  try {
    if (!(await isInstalled(order.venv, digest))) await installAfresh(order, digest);
  } finally {
    await release();
  }
  return python;
}

async function installAfresh(order: InstallOrder, digest: string): Promise<void> {
  const { venv, environment, announce, packages = emulator } = order;
  const base = await findPython(environment);
  announce(`installing ${packages.name} with Python ${base.version} (once)`);
  await rm(venv, { recursive: true, force: true });
  const env = {
    ...environment,
    PIP_USER: '0',
    PIP_REQUIRE_VIRTUALENV: '0',
    PYTHONHOME: undefined,
    PYTHONPATH: undefined,
  };
  try {
    await run(base.executable, ['-m', 'venv', venv], { env });
    const flags = [
      '--require-hashes',
      '--prefer-binary',
      '--no-input',
      '--disable-pip-version-check',
      '--quiet',
    ];
    await run(pythonOf(venv), ['-m', 'pip', 'install', ...flags, '-r', packages.requirements], {
      env,
      maxBuffer: 2 ** 26,
    });
  } catch (cause) {
    throw new SandboxError(
      `Could not install ${packages.name}:\n${lastWords(cause)}`,
      'pip needs its package index once. Run it again when that is reachable; CONVOY_PYTHON=/path/to/python3 chooses another Python.',
      cause,
    );
  }
  // Written last: without it the installation counts as never finished.
  await writeFile(markerOf(venv), JSON.stringify({ requirements: digest, python: base.version }));
}

async function isInstalled(venv: string, digest: string): Promise<boolean> {
  try {
    await access(pythonOf(venv));
    const marker = markerSchema.parse(JSON.parse(await readFile(markerOf(venv), 'utf8')));
    return marker.requirements === digest;
  } catch {
    return false;
  }
}

function pythonOf(venv: string): string {
  return platform() === 'win32' ? join(venv, 'Scripts', 'python.exe') : join(venv, 'bin', 'python');
}

function markerOf(venv: string): string {
  return join(venv, 'convoy-installed.json');
}

function lastWords(cause: unknown): string {
  const said = z.object({ stderr: z.string().min(1) }).safeParse(cause).data?.stderr ?? String(cause);
  return said
    .trim()
    .split('\n')
    .slice(-8)
    .map((line) => `    ${line}`)
    .join('\n');
}
