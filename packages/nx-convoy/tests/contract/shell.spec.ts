import { join } from 'node:path';
import type { ShellOutcome } from '../../src/effects/ports';
import { createGuardedShell, type GuardedShell } from '../../src/effects/shell/shell';
import { FakeShell, type FakeProgram } from '../fakes/fake-shell';

const SPEAK = join(__dirname, 'programs', 'speak.mjs');
const SECRET = 'correct-horse-battery';

interface Setup {
  readonly shell: GuardedShell;
  /** A command that does this. */
  argv(program: FakeProgram): string[];
}

function fake(): Setup {
  let program: FakeProgram = {};
  const shell = new FakeShell((request) => (request.command.argv[0] === 'no-such-program' ? null : program));
  shell.secrets = [SECRET];
  return {
    shell,
    argv: (wanted) => {
      program = wanted;
      return ['program'];
    },
  };
}

function real(): Setup {
  return {
    shell: createGuardedShell({ secrets: () => [SECRET] }),
    argv: (wanted) => [
      process.execPath,
      SPEAK,
      ...(wanted.lines ?? []).map((line) => `out:${line}`),
      `exit:${wanted.code ?? 0}`,
      ...(wanted.echoes === true ? ['echo'] : []),
      ...(wanted.hangs === undefined ? [] : ['hang']),
    ],
  };
}

describe.each([
  ['fake', fake],
  ['real', real],
])('shell (%s)', (_name, setup) => {
  let subject: Setup;
  let lines: string[];

  beforeEach(() => {
    subject = setup();
    lines = [];
  });

  function run(
    argv: readonly string[],
    timeoutSeconds = 20,
    input?: readonly string[],
  ): Promise<ShellOutcome> {
    return subject.shell.run({
      ...(input === undefined ? {} : { input }),
      command: { argv, in: '.', timeoutSeconds },
      folder: __dirname,
      environment: { PATH: process.env['PATH'] ?? '' },
      onLine: (line) => lines.push(line),
    });
  }

  it('passes the exit code on and hands out the lines in order', async () => {
    const outcome = await run(subject.argv({ lines: ['one', 'two', 'three'], code: 7 }));
    expect(outcome).toEqual({ type: 'exited', code: 7, tail: 'one\ntwo\nthree' });
    expect(lines).toEqual(['one', 'two', 'three']);
  });

  it('hands lines to the standard input, and closes it behind them', async () => {
    const input = ['one', "it's", 'drei ü', 'x'.repeat(1_000)];
    const outcome = await run(subject.argv({ echoes: true }), 20, input);
    expect(outcome).toMatchObject({ type: 'exited', code: 0 });
    expect(lines).toEqual(input);
  });

  it('minds no command that does not read its input', async () => {
    const outcome = await run(subject.argv({ lines: ['deaf'] }), 20, ['x'.repeat(1_000_000)]);
    expect(outcome).toEqual({ type: 'exited', code: 0, tail: 'deaf' });
  });

  it('keeps the last forty lines', async () => {
    const all = Array.from({ length: 60 }, (_, index) => `line ${index}`);
    const outcome = await run(subject.argv({ lines: all }));
    expect(outcome).toEqual({ type: 'exited', code: 0, tail: all.slice(-40).join('\n') });
    expect(lines).toEqual(all);
  });

  it('hides secrets in lines and tail', async () => {
    const outcome = await run(subject.argv({ lines: [`the word is ${SECRET}!`] }));
    expect(outcome).toEqual({ type: 'exited', code: 0, tail: 'the word is ***!' });
    expect(lines).toEqual(['the word is ***!']);
  });

  it('says so when there is no such program', async () => {
    const outcome = await run(['no-such-program']);
    expect(outcome).toEqual({ type: 'not-started', message: expect.stringContaining('no-such-program') });
  });

  it('ends a command at its time limit', async () => {
    const outcome = await run(subject.argv({ lines: ['begun'], hangs: 'to the limit' }), 1);
    expect(outcome).toEqual({ type: 'timed-out', seconds: 1, tail: 'begun' });
  });

  it('ends all commands when it is interrupted, and starts no more', async () => {
    const hanging = run(subject.argv({ hangs: 'until interrupted' }));
    subject.shell.interrupt();
    subject.shell.interrupt();
    expect((await hanging).type).toBe('interrupted');
    expect(await run(subject.argv({ lines: ['never'] }))).toEqual({ type: 'interrupted', tail: '' });
    expect(lines).not.toContain('never');
  });
});
