import { spawn } from 'node:child_process';
import { devNull } from 'node:os';

/** Runs git with nothing of the caller's configuration or environment, and answers what it printed. */
export function runGit(folder: string, args: readonly string[], input?: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', args, { cwd: folder, env: cleanEnvironment(), stdio: 'pipe' });
    const printed: Buffer[] = [];
    const complained: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => printed.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => complained.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(Buffer.concat(printed).toString());
      else reject(new TypeError(`git ${args.join(' ')}: ${Buffer.concat(complained).toString().trim()}`));
    });
    // A git that ended early closes its input; its message says why.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}

// GIT_* variables, hooks, templates, line endings and signing of the user must not reach what is built.
function cleanEnvironment(): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    SystemRoot: process.env['SystemRoot'],
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: devNull,
    LC_ALL: 'C',
    TZ: 'UTC',
  };
}
