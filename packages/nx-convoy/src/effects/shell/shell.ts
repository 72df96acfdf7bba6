import { constants } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import type { Shell, ShellOutcome, ShellRequest } from '../ports';
import { GuardedCommand, type GuardedEnd } from './guarded-command';
import { createMask } from './mask';

/** How long a result waits before it counts: Nx signals our children first, and us some 65 ms later; in between a child that
 * was told to stop looks like one that succeeded. */
const SETTLE_MILLISECONDS = 250;
const TAIL_LINES = 40;

export interface GuardedShellOptions {
  /** Values that must not be seen in any output; asked for at each command, so that later ones count too. */
  readonly secrets: () => readonly string[];
  /** The run that the commands belong to: seen in the process list. */
  readonly run?: string;
}

export interface GuardedShell extends Shell {
  /** Stops all commands and starts no more; what ran ends as `interrupted`. May be called any number of times. */
  interrupt(): void;
}

interface Attempt {
  readonly command: GuardedCommand;
  timedOut: boolean;
}

/** Commands under a guard each (guard.mjs), in process groups of their own. */
export function createGuardedShell(options: GuardedShellOptions): GuardedShell {
  const running = new Set<Attempt>();
  let interrupted = false;

  async function attempt(request: ShellRequest, tail: Tail): Promise<ShellOutcome> {
    const secrets = options.secrets();
    const command = await GuardedCommand.start(
      { ...request, run: options.run ?? '' },
      () => createMask(secrets),
      (line) => {
        tail.add(line);
        request.onLine(line);
      },
    );
    const current: Attempt = { command, timedOut: false };
    running.add(current);
    if (interrupted) command.stop();
    const limit = setTimeout(() => {
      current.timedOut = true;
      command.stop();
    }, request.command.timeoutSeconds * 1000);
    const end = await command.finish();
    clearTimeout(limit);
    if (!interrupted) await pause(SETTLE_MILLISECONDS);
    running.delete(current);
    if (interrupted) return { type: 'interrupted', tail: tail.text() };
    if (current.timedOut)
      return { type: 'timed-out', seconds: request.command.timeoutSeconds, tail: tail.text() };
    return outcomeOf(end, tail);
  }

  return {
    async run(request) {
      const refusal = refusalOf(request);
      if (refusal !== null) return { type: 'not-started', message: refusal };
      if (interrupted) return { type: 'interrupted', tail: '' };
      return attempt(request, new Tail());
    },
    interrupt() {
      interrupted = true;
      for (const { command } of running) command.stop();
    },
  };
}

function refusalOf(request: ShellRequest): string | null {
  if (process.platform === 'win32')
    return 'commands run under a guard that needs POSIX process groups: Windows has none, use WSL or a container';
  if (request.command.argv.length === 0) return 'the command is empty';
  return null;
}

function outcomeOf(end: GuardedEnd, tail: Tail): ShellOutcome {
  switch (end.type) {
    case 'not-started':
      return { type: 'not-started', message: end.message };
    case 'guard-lost':
      tail.add('(the guard of this command was killed, and the command with it)');
      return { type: 'interrupted', tail: tail.text() };
    case 'ended':
      if (end.signalled) return { type: 'interrupted', tail: tail.text() };
      if (end.signal !== null) tail.add(`(ended by ${end.signal})`);
      return { type: 'exited', code: exitCode(end.code, end.signal), tail: tail.text() };
  }
}

function exitCode(code: number | null, signal: NodeJS.Signals | null): number {
  if (code !== null) return code;
  return 128 + (signal === null ? 0 : constants.signals[signal]);
}

/** The last lines of an output. */
class Tail {
  private lines: string[] = [];

  add(line: string): void {
    this.lines.push(line);
    if (this.lines.length > TAIL_LINES) this.lines.shift();
  }

  text(): string {
    return this.lines.join('\n');
  }
}
