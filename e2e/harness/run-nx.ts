import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** The emulator is installed once per checkout and shared by all copies. */
const VENV = join(__dirname, '..', '..', '.convoy', 'sandbox', 'venv');

export interface NxRun {
  readonly code: number;
  readonly output: string;
}

/** Runs the real nx binary in a workspace, as a person would without a terminal. */
export function runNx(
  root: string,
  words: readonly string[],
  environment: Record<string, string> = {},
): Promise<NxRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(join(root, 'node_modules', '.bin', 'nx'), words, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...inherited(),
        NX_DAEMON: 'false',
        NX_TUI: 'false',
        CONVOY_WORLD: 'sandbox',
        CONVOY_SANDBOX_VENV: VENV,
        ...environment,
      },
    });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', reject);
    child.on('exit', (code) => resolve({ code: code ?? -1, output: Buffer.concat(chunks).toString('utf8') }));
  });
}

/** Jest's own variables and those of an nx around us must not reach the nx under test. */
function inherited(): Record<string, string> {
  const entries = Object.entries(process.env).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && !/^(NX_|CONVOY_|JEST_|NODE_OPTIONS$)/.test(entry[0]),
  );
  return Object.fromEntries(entries);
}
