import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kill } from 'node:process';
import { IN_ONE_PROCESS, nxEnvironment } from './run-nx';

export interface Typed {
  readonly line: string;
  readonly code: number;
  readonly output: string;
}

/** Where the shell was left and what it had exported: `pwd`, then the environment, each ended by a null character. */
const LEAVE = 'eval "$1"; code=$?; { printf "%s\\0" "$PWD"; env -0; } >"$2"; exit $code';

/** A person at a shell: each line is run exactly as it is typed, in the folder and with the exports that the lines before it left. */
export class Terminal {
  private readonly own = mkdtempSync(join(tmpdir(), 'convoy-terminal-'));
  private environment: Record<string, string>;
  private running: number | null = null;

  constructor(private folder: string) {
    const identity = join(this.own, 'gitconfig');
    writeFileSync(identity, '[user]\n  name = a person\n  email = person@example.invalid\n');
    // The world is what the guide exports.
    const own = Object.entries(nxEnvironment()).filter(([name]) => name !== 'CONVOY_WORLD');
    this.environment = { ...Object.fromEntries(own), ...IN_ONE_PROCESS, GIT_CONFIG_GLOBAL: identity };
  }

  async type(line: string): Promise<Typed> {
    const left = join(this.own, 'left');
    const chunks: Buffer[] = [];
    const code = await new Promise<number>((resolve, reject) => {
      const words = ['--noprofile', '--norc', '-c', LEAVE, 'bash', line, left];
      const { folder: cwd, environment: env } = this;
      const child = spawn('bash', words, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
      this.running = child.pid ?? null;
      child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
      child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
      child.on('error', reject);
      child.on('close', (status) => resolve(status ?? -1));
    });
    this.running = null;
    this.remember(readFileSync(left, 'utf8').split('\0'));
    return { line, code, output: Buffer.concat(chunks).toString('utf8') };
  }

  /** Ends what a failed test left running. */
  stop(): void {
    if (this.running !== null) kill(-this.running, 'SIGKILL');
    rmSync(this.own, { recursive: true, force: true });
  }

  private remember([folder = '', ...variables]: readonly string[]): void {
    this.folder = folder;
    this.environment = Object.fromEntries(
      variables.flatMap((text) => {
        const end = text.indexOf('=');
        return end < 0 ? [] : [[text.slice(0, end), text.slice(end + 1)]];
      }),
    );
  }
}
