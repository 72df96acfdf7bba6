import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { FakeCommit } from '../fakes/fake-remote';

/** The environment of git in tests: nothing of the machine's own configuration. */
export const gitEnvironment: Record<string, string> = {
  PATH: process.env['PATH'] ?? '',
  HOME: '/nonexistent',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
};
const someone = {
  GIT_AUTHOR_NAME: 'Somebody',
  GIT_AUTHOR_EMAIL: 'somebody@example.test',
  GIT_COMMITTER_NAME: 'Somebody',
  GIT_COMMITTER_EMAIL: 'somebody@example.test',
};
let second = 1_700_000_000;

/** A real bare repository in a temporary folder, made where there is none; played by plumbing. */
export class GitRemote {
  constructor(readonly folder: string) {
    if (existsSync(folder)) return;
    this.git(['init', '--quiet', '--bare', '--initial-branch=main', folder], { in: undefined });
  }

  git(
    words: readonly string[],
    more: { input?: string; in?: string | undefined; env?: object } = {},
  ): string {
    const cwd = 'in' in more ? more.in : this.folder;
    const env = { ...gitEnvironment, ...someone, ...more.env };
    return execFileSync('git', [...words], {
      cwd,
      env,
      input: more.input ?? '',
      encoding: 'utf8',
      stdio: 'pipe',
    }).trim();
  }

  /** A commit that no ref names yet; each is a second younger than the one before. */
  commit({ parents, subject, files, at }: FakeCommit): string {
    second += 1;
    const date = at ?? `${second} +0000`;
    const env = {
      GIT_INDEX_FILE: join(this.folder, `index-${second}`),
      GIT_AUTHOR_DATE: date,
      GIT_COMMITTER_DATE: date,
    };
    const lines = Object.entries(files).map(([path, file]) => {
      const { mode, text } = typeof file === 'string' ? { mode: '100644', text: file } : file;
      return `${mode} ${this.git(['hash-object', '-w', '--stdin'], { input: text })}\t${path}\n`;
    });
    this.git(['update-index', '--add', '--index-info'], { input: lines.join(''), env });
    const tree = this.git(['write-tree'], { env });
    const words = parents.flatMap((parent) => ['-p', parent]);
    return this.git(['commit-tree', tree, ...words], { input: subject, env });
  }

  ref(name: string, commit: string | null): void {
    this.git(commit === null ? ['update-ref', '-d', name] : ['update-ref', name, commit]);
  }

  head(branch: string): string | null {
    return this.git(['for-each-ref', '--format=%(objectname)', `refs/heads/${branch}`]) || null;
  }
}
