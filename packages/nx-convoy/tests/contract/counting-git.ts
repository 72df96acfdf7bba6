import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gitEnvironment } from './git-remote';

export interface CountingGit {
  readonly environment: Record<string, string>;
  /** The verbs of all our calls since the last `forget`; what git starts by itself does not count. */
  calls(): string[];
  /** Those that went to a remote. */
  ways(): string[];
  forget(): void;
}

const WAYS = ['push', 'fetch', 'ls-remote'];
const VERBS = [
  ...WAYS,
  'ls-tree',
  'cat-file',
  'hash-object',
  'read-tree',
  'update-index',
  'write-tree',
].concat(['commit-tree', 'merge-base', 'update-ref', 'rev-parse', 'version', 'init', 'for-each-ref']);

/** A git that writes down how it is called. */
export async function countingGit(folder: string): Promise<CountingGit> {
  const log = join(folder, 'calls');
  mkdirSync(folder, { recursive: true });
  const git = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
  writeFileSync(join(folder, 'git'), `#!/bin/sh\necho "$*" >> '${log}'\nexec '${git}' "$@"\n`);
  chmodSync(join(folder, 'git'), 0o755);
  // Ours carry our configuration.
  const lines = (): string[] =>
    existsSync(log)
      ? readFileSync(log, 'utf8')
          .split('\n')
          .filter((line) => line.startsWith('-c ') && line.includes('push.followTags'))
      : [];
  const calls = (): string[] =>
    lines()
      .map((line) => line.split(' ').find((word) => VERBS.includes(word)) ?? line)
      .filter((verb) => verb !== 'version' && verb !== 'init');
  return {
    environment: { ...gitEnvironment, PATH: `${folder}:${gitEnvironment['PATH'] ?? ''}` },
    calls,
    ways: () => calls().filter((verb) => WAYS.includes(verb)),
    forget: () => rmSync(log, { force: true }),
  };
}
