import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LockClaim } from '../model/lock';
import { lockClaim } from '../../tests/fakes/values-of-lock';
import { createMachine, type Machine } from './machine';

interface FakeProcess {
  readonly startedAt?: string;
  readonly state?: string;
  readonly environment?: readonly string[];
  readonly words?: readonly string[];
}

let proc: string;
beforeEach(async () => {
  proc = await mkdtemp(join(tmpdir(), 'convoy-proc-'));
  await mkdir(join(proc, 'sys/kernel/random'), { recursive: true });
  await mkdir(join(proc, 'self/ns'), { recursive: true });
  await writeFile(join(proc, 'sys/kernel/random/boot_id'), 'boot-1\n');
  await symlink('pid:[1]', join(proc, 'self/ns/pid'));
  await symlink('time:[1]', join(proc, 'self/ns/time'));
});
afterEach(() => rm(proc, { recursive: true, force: true }));

async function runs(pid: number, process: FakeProcess = {}): Promise<void> {
  const { startedAt = '100', state = 'S', environment = [], words = ['node'] } = process;
  const folder = join(proc, String(pid));
  await mkdir(folder);
  const fields = Array.from({ length: 17 }, () => '0');
  await writeFile(join(folder, 'stat'), `${pid} (a ) b) ${state} 1 ${fields.join(' ')} ${startedAt} 0 0\n`);
  await writeFile(join(folder, 'environ'), environment.map((each) => `${each}\0`).join(''));
  await writeFile(join(folder, 'cmdline'), words.map((each) => `${each}\0`).join(''));
}

const here = (change: object = {}): Machine => createMachine({ proc, platform: 'linux', user: 7, ...change });
async function claim(change: Partial<LockClaim> = {}): Promise<LockClaim> {
  const machine = await here().identity();
  return lockClaim({ machine, processes: [{ pid: 41, startedAt: '100' }], ...change });
}
const ofRun = (run: string): string => `CONVOY_RUN=${JSON.stringify({ run, environment: 'dev' })}`;

it('names boot, process namespace and user', async () => {
  expect(await here().identity()).toBe('boot-1 pid:[1] user:7');
  expect(await here().boot()).toBe('boot-1 time:[1]');
});

it('knows the processes that are there by when they started', async () => {
  await runs(41, { startedAt: '4711' });
  await runs(42, { state: 'Z' });
  expect(await here().processes([41, 42, 43])).toEqual([{ pid: 41, startedAt: '4711' }]);
});

it('has a clock that only goes forward', () => {
  const first = here().monotonic();
  expect(here().monotonic()).toBeGreaterThanOrEqual(first);
});

describe('a run is proven gone', () => {
  it('when its processes are gone and none belongs to it', async () => {
    await runs(1, { environment: ['PATH=/bin'] });
    await runs(42, { environment: [ofRun('other')] });
    expect(await here().isGone(await claim())).toBe(true);
  });

  it('also when another process has its number by now, or only its number is left', async () => {
    await runs(41, { startedAt: '101' });
    expect(await here().isGone(await claim())).toBe(true);
    await runs(44, { state: 'Z' });
    expect(await here().isGone(await claim({ processes: [{ pid: 44, startedAt: '100' }] }))).toBe(true);
  });
});

describe('a run is not proven gone', () => {
  it('while one of its first processes lives', async () => {
    await runs(41);
    expect(await here().isGone(await claim())).toBe(false);
  });

  it.each<[string, FakeProcess]>([
    ['a task of it', { environment: ['A=b', ofRun('81c2')] }],
    [
      'a rollback that it started',
      { environment: [`CONVOY_RUN=${JSON.stringify({ run: 'x', under: '81c2' })}`] },
    ],
    ['a guard of one of its commands', { words: ['node', '/x/guard.mjs', '--run=81c2', '--', 'npm'] }],
  ])('while %s lives', async (_what, process) => {
    await runs(43, process);
    expect(await here().isGone(await claim())).toBe(false);
  });

  it('after another boot, in another namespace, for another user', async () => {
    for (const machine of ['boot-2 pid:[1] user:7', 'boot-1 pid:[2] user:7', 'boot-1 pid:[1] user:8', null])
      expect(await here().isGone(await claim({ machine }))).toBe(false);
  });

  it('when it named no process', async () => {
    expect(await here().isGone(await claim({ processes: [] }))).toBe(false);
  });

  it('where the system does not tell', async () => {
    const elsewhere = here({ platform: 'darwin' });
    expect(await elsewhere.identity()).toBeNull();
    expect(await elsewhere.isGone(await claim({ machine: null }))).toBe(false);
    expect(await elsewhere.processes([1])).toEqual([]);
  });
});

it('does not take words of a command for those of its guard', async () => {
  await runs(43, { words: ['node', '/x/guard.mjs', '--run=other', '--', 'echo', '--run=81c2'] });
  expect(await here().isGone(await claim())).toBe(true);
});
