import type { ShellOutcome, ShellRequest } from '../../src/effects/ports';
import { createMask } from '../../src/effects/shell/mask';
import type { GuardedShell } from '../../src/effects/shell/shell';

/** What a command does in the fake. */
export interface FakeProgram {
  readonly lines?: readonly string[];
  readonly code?: number;
  /** Says its input. */
  readonly echoes?: boolean;
  /** Never ends by itself: meets its time limit at once, or waits for an interrupt. */
  readonly hangs?: 'to the limit' | 'until interrupted';
  /** Happens after the lines and before the end: what the command does to the world. */
  readonly effect?: (request: ShellRequest) => void | Promise<void>;
}

/**
 * The shell without processes.
 * - `programs` says what a command does; null: there is no such program (`not-started`).
 * - Lines are masked and handed out in order; the tail is the last 40 of them; the exit code is 0 unless said otherwise.
 * - A program that hangs `to the limit` ends as `timed-out` without any time passing.
 * - `interrupt()` ends what hangs, makes what runs `interrupted`, and every later command is `interrupted` without having begun.
 * - `requests` keeps every command that was asked for, also those that did not start.
 */
export class FakeShell implements GuardedShell {
  readonly requests: ShellRequest[] = [];
  secrets: readonly string[] = [];
  private interrupted = false;
  private readonly waiting = new Set<() => void>();

  constructor(private readonly programs: (request: ShellRequest) => FakeProgram | null = () => ({})) {}

  async run(request: ShellRequest): Promise<ShellOutcome> {
    this.requests.push(request);
    if (this.interrupted) return { type: 'interrupted', tail: '' };
    const program = this.programs(request);
    if (program === null) return { type: 'not-started', message: `spawn ${request.command.argv[0]} ENOENT` };
    const mask = createMask(this.secrets);
    const said = [...(program.lines ?? []), ...(program.echoes === true ? (request.input ?? []) : [])];
    const lines = said.map((line) => mask(line));
    for (const line of lines) request.onLine(line);
    const tail = lines.slice(-40).join('\n');
    if (program.hangs === 'until interrupted') await this.interruption();
    await program.effect?.(request);
    if (this.isInterrupted()) return { type: 'interrupted', tail };
    if (program.hangs === 'to the limit')
      return { type: 'timed-out', seconds: request.command.timeoutSeconds, tail };
    return { type: 'exited', code: program.code ?? 0, tail };
  }

  interrupt(): void {
    this.interrupted = true;
    for (const end of this.waiting) end();
    this.waiting.clear();
  }

  private isInterrupted(): boolean {
    return this.interrupted;
  }

  private interruption(): Promise<void> {
    return new Promise((resolve) => {
      this.waiting.add(resolve);
    });
  }
}
