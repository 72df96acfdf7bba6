import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CHECKOUT } from './workspace-files';

const PACKAGE = join(CHECKOUT, 'packages', 'nx-convoy');
const SHELF = join(CHECKOUT, '.convoy', 'e2e-built');
/** What npm would pack, beside `dist`. */
const FILES = ['package.json', 'executors.json', 'generators.json', 'repos.schema.json'];

/** The folder of the plugin as it would be installed, built once for its sources. */
export function builtPlugin(): string {
  const folder = join(SHELF, digestOfSources());
  if (existsSync(folder)) return folder;
  // Older builds are of no use any more.
  rmSync(SHELF, { recursive: true, force: true });
  const unfinished = `${folder}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  // Types are checked elsewhere, and nothing here reads declarations: most of the compiler's time.
  const built = [join(PACKAGE, 'build.mjs'), join(unfinished, 'dist'), '--noCheck', '--declaration', 'false'];
  execFileSync(process.execPath, built, { stdio: 'pipe' });
  for (const file of FILES) cpSync(join(PACKAGE, file), join(unfinished, file));
  renameSync(unfinished, folder);
  return folder;
}

function digestOfSources(): string {
  const hash = createHash('sha256');
  const files = readdirSync(join(PACKAGE, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const own = [...FILES, 'build.mjs', 'tsconfig.lib.json'].map((file) => join(PACKAGE, file));
  for (const file of [...files, ...own].sort()) hash.update(`${file}\0`).update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}
