import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CHECKOUT } from './workspace-files';

/** What was installed in one workspace copy, for the next one: it is the same everywhere, and the way there is tested once. */
const SHELF = join(CHECKOUT, '.convoy', 'e2e-installed');
/** The packages of components, and the browser. */
const FOLDERS = ['kept', 'browser'];

export function keepInstalled(root: string): void {
  for (const folder of FOLDERS) move(join(root, '.convoy', folder), join(SHELF, folder));
}

export function restoreInstalled(root: string): void {
  for (const folder of FOLDERS) move(join(SHELF, folder), join(root, '.convoy', folder));
}

/** Moved, not copied: tens of thousands of files. Whoever finds the shelf empty installs for himself. */
function move(from: string, to: string): void {
  if (!existsSync(from) || existsSync(to)) return;
  mkdirSync(dirname(to), { recursive: true });
  try {
    renameSync(from, to);
  } catch {
    // Another file system: it takes its time there, and what is half there must not be taken for whole.
    const unfinished = `${to}.${process.pid}`;
    execFileSync('cp', ['-a', from, unfinished], { stdio: 'ignore' });
    renameSync(unfinished, to);
    rmSync(from, { recursive: true, force: true });
  }
}
