import { join } from 'node:path';
import { makeScratchFolder, type ScratchFolder } from '../testing/scratch-folder';
import { isRunning } from './is-running';
import { poll } from './poll';
import { findGroup } from './process-table';
import { readTail } from './read-tail';
import type { ServiceProcess } from './service-process';
import { startDetached } from './start-detached';
import { stopProcess } from './stop-process';

let folder: ScratchFolder;
beforeAll(async () => {
  folder = await makeScratchFolder();
});
afterAll(async () => folder.remove());

/** Starts a script and waits until it says that it is there. */
async function start(name: string, script: string): Promise<ServiceProcess> {
  const log = join(folder.path, `${name}.log`);
  const order = { name, command: process.execPath, environment: {}, folder: folder.path, log };
  const service = await startDetached({ ...order, args: ['-e', `${script}; console.log('there')`] });
  await poll(
    () => readTail(log),
    (text) => text.includes('there'),
    { within: 10_000 },
  );
  return service;
}

test('a service ends on its signal', async () => {
  const service = await start('obedient', 'setInterval(() => undefined, 1000)');
  expect(await isRunning(service)).toBe(true);
  expect(await stopProcess({ process: service, signal: 'SIGTERM', patience: 5_000 })).toBe('stopped');
  expect(await isRunning(service)).toBe(false);
  expect(await stopProcess({ process: service, signal: 'SIGTERM', patience: 5_000 })).toBe('was gone');
});

test('one that does not is killed', async () => {
  const service = await start(
    'deaf',
    "process.on('SIGTERM', () => undefined); setInterval(() => undefined, 1000)",
  );
  expect(await stopProcess({ process: service, signal: 'SIGTERM', patience: 200 })).toBe('killed');
  expect(await isRunning(service)).toBe(false);
});

test('workers that outlive their parent end with it', async () => {
  const worker = `"process.on('SIGTERM', () => undefined); setInterval(() => undefined, 1000)"`;
  const service = await start(
    'parent',
    `require('child_process').spawn(process.execPath, ['-e', ${worker}], { stdio: 'ignore' }); setInterval(() => undefined, 1000)`,
  );
  await stopProcess({ process: service, signal: 'SIGKILL', patience: 5_000 });
  expect(await findGroup(service.pid)).toEqual([]);
});

test('a process that was given the pid of a service is left alone', async () => {
  const stranger = await start('stranger', 'setInterval(() => undefined, 1000)');
  const stale = { pid: stranger.pid, startedAt: 'another time' };
  expect(await isRunning(stale)).toBe(false);
  expect(await stopProcess({ process: stale, signal: 'SIGTERM', patience: 1_000 })).toBe('was gone');
  expect(await isRunning(stranger)).toBe(true);
  await stopProcess({ process: stranger, signal: 'SIGTERM', patience: 5_000 });
});
