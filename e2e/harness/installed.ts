import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What `prepare` installed in one workspace copy, for the next ones: the packages are the same, and the way there is tested once. */
const SHELF = join(__dirname, '..', '..', '.convoy', 'e2e-installed');

export function keepInstalled(root: string): void {
  link(join(root, '.convoy', 'kept'), SHELF);
}

export function restoreInstalled(root: string): void {
  link(SHELF, join(root, '.convoy', 'kept'));
}

function link(from: string, to: string): void {
  if (!existsSync(from) || existsSync(to)) return;
  mkdirSync(dirname(to), { recursive: true });
  try {
    execFileSync('cp', ['-al', from, to], { stdio: 'ignore' });
  } catch {
    // Another file system: nothing is shared then, and every copy installs for itself.
    rmSync(to, { recursive: true, force: true });
  }
}
