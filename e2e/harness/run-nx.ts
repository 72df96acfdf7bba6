import { spawn } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { join } from 'node:path';

/** The emulator is installed once per checkout and shared by all copies. */
const VENV = join(__dirname, '..', '..', '.convoy', 'sandbox', 'venv');

export interface NxRun {
  readonly code: number;
  readonly output: string;
}

/** Nx asks each plugin in a process of its own. Without these every command is a second or two shorter, and says and does the same. */
export const IN_ONE_PROCESS: Record<string, string> = { NX_ISOLATE_PLUGINS: 'false' };

/** A running nx with what it has said so far. */
export interface RunningNx {
  readonly pid: number;
  readonly output: () => string;
  /** When (milliseconds of a steady clock) the output first had the text; null: never. */
  readonly heard: (text: string) => number | null;
  readonly ended: Promise<NxRun>;
}

/** Runs the real nx binary in a workspace, as a person would without a terminal. */
export function runNx(
  root: string,
  words: readonly string[],
  environment: Record<string, string> = {},
): Promise<NxRun> {
  return startNx(root, words, environment).ended;
}

/** The same, in a process group of its own, so that a test can do to it what a terminal or a bad day does. */
export function startNx(
  root: string,
  words: readonly string[],
  environment: Record<string, string> = {},
): RunningNx {
  const nx = realpathSync(join(root, 'node_modules', '.bin', 'nx'));
  const chunks: Buffer[] = [];
  const times: number[] = [];
  const hear = (chunk: Buffer): void => {
    chunks.push(chunk);
    times.push(performance.now());
  };
  const heard = (text: string): number | null => {
    const index = chunks.findIndex((_, end) => Buffer.concat(chunks.slice(0, end + 1)).includes(text));
    return times[index] ?? null;
  };
  const output = (): string => Buffer.concat(chunks).toString('utf8');
  let pid = 0;
  const ended = new Promise<NxRun>((resolve, reject) => {
    const child = spawn(process.execPath, [nx, ...words], {
      cwd: root,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...nxEnvironment(), ...environment },
    });
    pid = child.pid ?? 0;
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('error', reject);
    // Only when the pipes are closed is everything heard that was said; who is killed may leave others behind that hold them.
    const end = (code: number | null): void => resolve({ code: code ?? -1, output: output() });
    child.on('close', end);
    child.on('exit', (code, signal) => {
      if (signal !== null) end(code);
    });
  });
  return { pid, output, heard, ended };
}

/** What a person's shell would have, in the sandbox, with the emulator that all copies share. */
export function nxEnvironment(): Record<string, string> {
  return {
    ...inherited(),
    NX_DAEMON: 'false',
    NX_TUI: 'false',
    // Where the variable CI is set, Nx colours what no terminal reads.
    NO_COLOR: '1',
    CONVOY_WORLD: 'sandbox',
    CONVOY_SANDBOX_VENV: VENV,
  };
}

/** Jest's own variables and those of an nx around us must not reach the nx under test. */
function inherited(): Record<string, string> {
  const entries = Object.entries(process.env).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && !/^(NX_|CONVOY_|JEST_|NODE_OPTIONS$)/.test(entry[0]),
  );
  return Object.fromEntries(entries);
}
