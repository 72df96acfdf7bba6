import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Pushes a branch with one commit on top of main to a sandbox's remote; `edit` gets the old text (empty for a new file). */
export function pushChange(
  remote: string,
  branch: string,
  edits: Record<string, (old: string) => string>,
): void {
  const folder = mkdtempSync(join(tmpdir(), 'convoy-change-'));
  const git = (...args: string[]): void => void execFileSync('git', args, { cwd: folder, stdio: 'ignore' });
  try {
    git('clone', '--quiet', '--branch=main', remote, '.');
    git('checkout', '-b', branch);
    for (const [path, edit] of Object.entries(edits)) {
      const file = join(folder, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, edit(readOrEmpty(file)));
    }
    git('add', '--all');
    git('-c', 'user.name=e2e', '-c', 'user.email=e2e@example.invalid', 'commit', `--message=${branch}`);
    git('push', '--quiet', 'origin', branch);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** Merges a branch into another at a sandbox's remote, as a person would. */
export function pushMerge(remote: string, from: string, into: string): void {
  const folder = mkdtempSync(join(tmpdir(), 'convoy-merge-'));
  const git = (...args: string[]): void => void execFileSync('git', args, { cwd: folder, stdio: 'ignore' });
  const who = ['-c', 'user.name=e2e', '-c', 'user.email=e2e@example.invalid'];
  try {
    git('clone', '--quiet', `--branch=${into}`, remote, '.');
    git(...who, 'merge', '--no-ff', `--message=Merge ${from} into ${into}`, `origin/${from}`);
    git('push', '--quiet', 'origin', into);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
