import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { ShellOutcome } from '../ports';
import { createGuardedShell, type GuardedShell } from './shell';

const PROGRAMS = join(__dirname, '..', '..', '..', 'tests', 'contract', 'programs');
const SPEAK = join(PROGRAMS, 'speak.mjs');
const SECRET = 'correct-horse-battery';
const PATH = process.env['PATH'] ?? '';

let shell: GuardedShell;
let lines: string[];

beforeEach(() => {
  shell = createGuardedShell({ secrets: () => [SECRET] });
  lines = [];
});

function run(
  argv: readonly string[],
  more: { seconds?: number; environment?: Record<string, string>; folder?: string } = {},
): Promise<ShellOutcome> {
  return shell.run({
    command: { argv, in: '.', timeoutSeconds: more.seconds ?? 20 },
    folder: more.folder ?? __dirname,
    environment: more.environment ?? { PATH },
    onLine: (line) => lines.push(line),
  });
}

async function until(condition: () => boolean, milliseconds: number): Promise<void> {
  const deadline = performance.now() + milliseconds;
  while (!condition()) {
    if (performance.now() > deadline) throw new RangeError('the condition did not come true in time');
    await pause(20);
  }
}

/** A zombie that its new parent has not noticed yet is not alive. */
function isAlive(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout.trim() !== '' && !stdout.startsWith('Z');
}

function announced(who: string, text: readonly string[] = lines): number {
  const line = text.find((each) => each.startsWith(`${who} `));
  return Number(line?.slice(who.length + 1) ?? Number.NaN);
}

describe('the guarded shell', () => {
  it('gives the child exactly the environment it was given', async () => {
    await run([process.execPath, SPEAK, 'env:GREETING', 'all:'], {
      environment: { PATH, GREETING: 'hello' },
    });
    expect(lines).toEqual(['GREETING=hello', 'GREETING PATH']);
  });

  it('does not let the environment of the child reach the guard', async () => {
    const outcome = await run(['/bin/sh', '-c', 'echo fine'], {
      environment: { PATH, NODE_OPTIONS: '--require /nowhere.js' },
    });
    expect(outcome).toEqual({ type: 'exited', code: 0, tail: 'fine' });
  });

  it('runs in the folder and finds programs on the PATH of the child', async () => {
    await run(['sh', '-c', 'pwd'], { folder: PROGRAMS });
    expect(lines).toEqual([PROGRAMS]);
  });

  it('refuses a folder that does not exist', async () => {
    const folder = join(__dirname, 'nowhere');
    expect(await run(['sh', '-c', 'pwd'], { folder })).toEqual({
      type: 'not-started',
      message: `the folder ${folder} does not exist`,
    });
  });

  it('keeps standard output and error in the order of writing', async () => {
    await run(['sh', '-c', 'echo 1; echo 2 >&2; echo 3; printf 4']);
    expect(lines).toEqual(['1', '2', '3', '4']);
  });

  it('hides a secret that arrives in two chunks', async () => {
    await run([process.execPath, SPEAK, `split:<${SECRET}>`]);
    expect(lines).toEqual(['<***>']);
  });

  it('tells an end by a signal as 128 and the signal', async () => {
    const outcome = await run([process.execPath, SPEAK, 'signal:SIGKILL']);
    expect(outcome).toEqual({ type: 'exited', code: 137, tail: '(ended by SIGKILL)' });
  });

  it('kills a grandchild that ignores SIGTERM when the time is over', async () => {
    const outcome = await run([join(PROGRAMS, 'stubborn.sh')], { seconds: 1 });
    expect(outcome.type).toBe('timed-out');
    expect(isAlive(announced('child'))).toBe(false);
    expect(isAlive(announced('grandchild'))).toBe(false);
  });

  it('leaves nothing of a command that succeeded but left a process behind', async () => {
    const outcome = await run([join(PROGRAMS, 'stubborn.sh'), 'leave']);
    expect(outcome).toMatchObject({ type: 'exited', code: 0 });
    expect(isAlive(announced('grandchild'))).toBe(false);
  });

  it('does not wait for pipes that an escaped process holds', async () => {
    const begun = performance.now();
    const outcome = await run([process.execPath, join(PROGRAMS, 'escape.mjs')]);
    expect(outcome).toMatchObject({ type: 'exited', code: 0 });
    expect(performance.now() - begun).toBeLessThan(6000);
    process.kill(announced('escaped'), 'SIGKILL');
  });

  it('is interrupted when the child was told to stop and we hear of it a moment later', async () => {
    const running = run([process.execPath, join(PROGRAMS, 'polite.mjs')]);
    await until(() => announced('child') > 0, 5000);
    const child = announced('child');
    process.kill(child, 'SIGTERM');
    // As Nx does it, 65 ms from its first signal: by then the child has ended, as if it had succeeded.
    await Promise.all([pause(65), until(() => !isAlive(child), 5000)]);
    shell.interrupt();
    expect((await running).type).toBe('interrupted');
  });

  it('runs several at once and interrupts them all', async () => {
    const running = [1, 2, 3].map(() => run([process.execPath, SPEAK, 'out:begun', 'hang']));
    await until(() => lines.length === 3, 10_000);
    const begun = performance.now();
    shell.interrupt();
    const outcomes = await Promise.all(running);
    expect(outcomes.map((outcome) => outcome.type)).toEqual(['interrupted', 'interrupted', 'interrupted']);
    expect(performance.now() - begun).toBeLessThan(4000);
  });
});

describe('the guard', () => {
  let executor: ChildProcess;
  let printed: string[];

  beforeEach(() => {
    printed = [];
    const wrapper = join(PROGRAMS, 'run-in-shell.mjs');
    executor = spawn(
      process.execPath,
      [wrapper, join(__dirname, 'shell.ts'), join(PROGRAMS, 'stubborn.sh')],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    executor.stdout?.on('data', (chunk: Buffer) => printed.push(...chunk.toString().split('\n')));
  });

  afterEach(() => {
    executor.kill('SIGKILL');
  });

  it('leaves no process when the one who asked is killed outright', async () => {
    await until(() => announced('grandchild', printed) > 0 && announced('child', printed) > 0, 20_000);
    executor.kill('SIGKILL');
    await until(
      () => !isAlive(announced('child', printed)) && !isAlive(announced('grandchild', printed)),
      5000,
    );
  }, 30_000);

  it('leaves no process on SIGTERM, and the one who asked has its outcome within the time that Nx gives', async () => {
    await until(() => announced('grandchild', printed) > 0, 20_000);
    executor.kill('SIGTERM');
    await until(() => printed.some((line) => line.startsWith('outcome ')), 4000);
    expect(printed.find((line) => line.startsWith('outcome '))).toContain('"type":"interrupted"');
    expect(isAlive(announced('grandchild', printed))).toBe(false);
  }, 30_000);
});
