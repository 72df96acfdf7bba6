import { once } from 'node:events';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { ShellRequest } from '../ports';
import { LineAssembler } from './line-assembler';
import type { Mask } from './mask';

const GUARD = join(__dirname, 'guard.mjs');
/** How long open pipes are read after the command has ended: something that left the group may hold them for ever. */
const PIPE_GRACE_MILLISECONDS = 500;
const REPORT = 3;

/** What the guard says on its report pipe. */
type GuardReport =
  | { readonly type: 'started'; readonly group: number }
  | { readonly type: 'not-started'; readonly message: string }
  | {
      readonly type: 'ended';
      readonly code: number | null;
      readonly signal: NodeJS.Signals | null;
      readonly signalled: boolean;
    };

export type GuardedEnd = Exclude<GuardReport, { type: 'started' }> | { readonly type: 'guard-lost' };

interface GuardProcess {
  readonly stdin: Writable;
  readonly outputs: readonly Readable[];
  readonly reports: Readable;
  /** Resolves when the guard itself has exited; open pipes do not matter. */
  readonly exited: Promise<unknown>;
}

/** One command under its guard. */
export class GuardedCommand {
  private stopped = false;
  private group: number | null = null;
  private end: GuardedEnd = { type: 'guard-lost' };
  private readonly assemblers: readonly LineAssembler[];
  private readonly piped: Promise<unknown>;

  private constructor(
    private readonly guard: GuardProcess,
    createMask: () => Mask,
    emit: (line: string) => void,
  ) {
    this.assemblers = guard.outputs.map((output) => this.follow(output, createMask(), emit));
    const reports = new LineAssembler(
      (line) => line,
      (line) => this.heed(line),
    );
    guard.reports.on('data', (chunk: Buffer) => reports.add(chunk));
    this.piped = Promise.all([...guard.outputs, guard.reports].map((stream) => closed(stream)));
  }

  /** Starts the guard with the command; `emit` gets each line, masked. */
  static async start(
    request: ShellRequest & { readonly run: string },
    createMask: () => Mask,
    emit: (line: string) => void,
  ): Promise<GuardedCommand> {
    const guard = await spawnGuard(request.command.argv, request.run);
    const command = new GuardedCommand(guard, createMask, emit);
    const { folder, environment, input = null } = request;
    guard.stdin.write(`${JSON.stringify({ folder, environment, input })}\n`);
    return command;
  }

  /** Asks the guard to end the command and everything in its group. May be called any number of times. */
  stop(): void {
    if (this.stopped) return;
    this.stopped = true;
    this.guard.stdin.end('stop\n');
  }

  /** Waits until the guard is gone, and with it the command. */
  async finish(): Promise<GuardedEnd> {
    await this.guard.exited;
    await Promise.race([this.piped, pause(PIPE_GRACE_MILLISECONDS, undefined, { ref: false })]);
    for (const assembler of this.assemblers) assembler.end();
    for (const stream of [...this.guard.outputs, this.guard.reports, this.guard.stdin]) stream.destroy();
    if (this.end.type === 'guard-lost') this.killGroup();
    return this.end;
  }

  private follow(output: Readable, mask: Mask, emit: (line: string) => void): LineAssembler {
    const assembler = new LineAssembler(mask, emit);
    output.on('data', (chunk: Buffer) => assembler.add(chunk));
    return assembler;
  }

  private heed(line: string): void {
    // Only our own guard writes here.
    const report = JSON.parse(line) as GuardReport;
    if (report.type === 'started') this.group = report.group;
    else this.end = report;
  }

  /** Somebody killed the guard: the command must not live on without one. */
  private killGroup(): void {
    if (this.group === null) return;
    try {
      process.kill(-this.group, 'SIGKILL');
    } catch {
      // The group is empty already.
    }
  }
}

async function closed(stream: Readable): Promise<void> {
  if (stream.closed) return;
  await once(stream, 'close').catch(() => undefined);
}

async function spawnGuard(argv: readonly string[], run: string): Promise<GuardProcess> {
  const { execa } = await import('execa');
  // The guard's own environment is empty: NODE_OPTIONS and the like are meant for the command alone, which gets its
  // environment over the pipe. In a session of its own no Ctrl-C of the terminal reaches it.
  const guard = execa(process.execPath, [GUARD, `--run=${run}`, '--', ...argv], {
    env: {},
    extendEnv: false,
    detached: true,
    cleanup: false,
    reject: false,
    buffer: false,
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
  });
  // Without a process (the system has none left to give) there is no exit; execa's own result has the reason.
  if (guard.pid === undefined) throw (await guard) as Error;
  // A guard that is gone cannot be written to; its exit tells us.
  guard.stdin.on('error', () => undefined);
  return {
    stdin: guard.stdin,
    outputs: [guard.stdout, guard.stderr],
    reports: guard.stdio[REPORT],
    exited: once(guard, 'exit'),
  };
}
