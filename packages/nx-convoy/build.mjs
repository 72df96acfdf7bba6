// Builds dist/ (or the folder that is named; what follows is for the compiler): the compiled plugin and the files that the compiler does not copy (option schemas, the guard, generator templates).
import { spawnSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const [target = join(here, 'dist'), ...more] = process.argv.slice(2);
const source = join(here, 'src');
rmSync(target, { recursive: true, force: true });
const compiler = join(here, '..', '..', 'node_modules', 'typescript', 'bin', 'tsc');
const { status } = spawnSync(
  process.execPath,
  [compiler, '-p', join(here, 'tsconfig.lib.json'), '--outDir', target, ...more],
  {
    stdio: 'inherit',
  },
);
if (status !== 0) process.exit(status ?? 1);
cpSync(source, target, {
  recursive: true,
  filter: (path) => !/\.[^./]+$/.test(path) || /(\.json|\.mjs|\.template)$/.test(path),
});
