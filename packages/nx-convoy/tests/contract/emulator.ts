import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { install } from '../../../sandbox/src/ministack/install';
import { startMinistack } from '../../../sandbox/src/ministack/start-ministack';
import { placesOf } from '../../../sandbox/src/places';
import { choosePorts } from '../../../sandbox/src/process/choose-ports';
import type { ServiceProcess } from '../../../sandbox/src/process/service-process';
import { stopProcess } from '../../../sandbox/src/process/stop-process';
import { makeScratchFolder } from '../../../sandbox/src/testing/scratch-folder';

const WORKSPACE = join(__dirname, '..', '..', '..', '..');

export interface Emulator {
  readonly endpoint: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly close: () => Promise<void>;
}

/** The AWS emulator alone, in a folder of its own, on the installation that the whole workspace shares. */
export async function openEmulator(): Promise<Emulator> {
  const folder = await makeScratchFolder();
  const venv = process.env['CONVOY_SANDBOX_VENV'] ?? placesOf(WORKSPACE).venv;
  const places = placesOf(folder.path, venv);
  const folders = [places.ministack.state, places.ministack.temporary, places.home, places.logs];
  await Promise.all(folders.map((each) => mkdir(each, { recursive: true })));
  const python = await install({ venv, environment: process.env, announce: () => undefined });
  const [port] = await choosePorts(1);
  const account = '111122223333';
  let service: ServiceProcess | null = null;
  const close = async (): Promise<void> => {
    // Nothing of its state is wanted, so it is not given the time to save it.
    if (service !== null) await stopProcess({ process: service, signal: 'SIGKILL', patience: 5000 });
    await folder.remove();
  };
  try {
    const remember = async (started: ServiceProcess): Promise<void> => {
      service = started;
    };
    await startMinistack({ places, python, port: port!, account, inherited: process.env, remember });
  } catch (cause) {
    await close();
    throw cause;
  }
  const credentials = { accessKeyId: account, secretAccessKey: 'test' };
  return { endpoint: `http://127.0.0.1:${port}`, credentials, close };
}
