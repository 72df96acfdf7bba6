import { transformSync } from '@swc/core';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const PACKAGE = join(__dirname, '..', '..');
const ROOTS = ['src', 'tests/fakes', 'tests/crash'];

/** A change of the compiled code; the text must be there exactly once. */
export interface Removal {
  readonly file: string;
  readonly text: RegExp;
  readonly by: string;
}

/** Compiles the plugin, the fakes and the crash program, with things taken out; answers the program. Below the workspace, so that packages are found. */
export function compiled(removals: readonly Removal[] = []): { folder: string; program: string } {
  const home = join(PACKAGE, '..', '..', '.convoy');
  mkdirSync(home, { recursive: true });
  const folder = mkdtempSync(join(home, 'crash-'));
  const known = ROOTS.flatMap((root) => filesBelow(join(PACKAGE, root)));
  for (const { file } of removals)
    if (known.filter((path) => path.endsWith(file)).length !== 1)
      throw new TypeError(`there is no one ${file}`);
  for (const path of known) {
    const target = join(folder, relative(PACKAGE, path).replace(/\.ts$/, '.js'));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, compile(path, removals));
  }
  return { folder, program: join(folder, 'tests/crash/program.js') };
}

function compile(path: string, removals: readonly Removal[]): string {
  const { code } = transformSync(readFileSync(path, 'utf8'), {
    filename: path,
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'commonjs', ignoreDynamic: true },
  });
  return removals.reduce((text, { file, text: wanted, by }) => {
    if (!path.endsWith(file)) return text;
    const found = text.match(new RegExp(wanted, 'g')) ?? [];
    if (found.length !== 1) throw new TypeError(`${file} has ${String(wanted)} ${found.length} times`);
    return text.replace(wanted, by);
  }, code);
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path);
    return /\.ts$/.test(entry.name) && !/\.spec\.ts$|\.d\.ts$/.test(entry.name) ? [path] : [];
  });
}
