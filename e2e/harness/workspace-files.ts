import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export const CHECKOUT = join(__dirname, '..', '..');

/** What makes up a checkout, without what git ignores and without the stories, of which nothing in a workspace knows. */
export function workspaceFiles(checkout = CHECKOUT): string[] {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: checkout,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return listed
    .split('\0')
    .filter((file) => file !== '' && !/^e2e\/[^/]+$/.test(file) && existsSync(join(checkout, file)));
}
