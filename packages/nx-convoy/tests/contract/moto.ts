import { join } from 'node:path';
import { install } from '../../../sandbox/src/ministack/install';
import { awaitReady } from '../../../sandbox/src/process/await-ready';
import { choosePorts } from '../../../sandbox/src/process/choose-ports';
import { scrubEnvironment } from '../../../sandbox/src/process/scrub-environment';
import type { ServiceProcess } from '../../../sandbox/src/process/service-process';
import { startDetached } from '../../../sandbox/src/process/start-detached';
import { stopProcess } from '../../../sandbox/src/process/stop-process';
import { makeScratchFolder } from '../../../sandbox/src/testing/scratch-folder';
import type { Emulator } from './emulator';

const WORKSPACE = join(__dirname, '..', '..', '..', '..');
const NAME = 'moto';

/** A stand-in of RDS, which the emulator has only in part. Installed once below `.convoy/`. */
export async function openMoto(): Promise<Emulator> {
  const folder = await makeScratchFolder();
  const python = await install({
    venv: join(WORKSPACE, '.convoy', 'moto'),
    environment: process.env,
    announce: () => undefined,
    packages: { name: NAME, requirements: join(__dirname, 'moto-requirements.txt') },
  });
  const [port] = await choosePorts(1);
  const endpoint = `http://127.0.0.1:${port}`;
  const log = join(folder.path, 'moto.log');
  let service: ServiceProcess | null = null;
  const close = async (): Promise<void> => {
    // It keeps nothing, and takes seconds to end by itself.
    if (service !== null) await stopProcess({ process: service, signal: 'SIGKILL', patience: 5000 });
    await folder.remove();
  };
  try {
    service = await startDetached({
      name: NAME,
      command: python,
      args: ['-m', 'moto.server', '-H', '127.0.0.1', '-p', String(port)],
      environment: scrubEnvironment(process.env, { home: folder.path, temporary: folder.path }),
      folder: folder.path,
      log,
    });
    await awaitReady({ name: NAME, process: service, log, within: 60_000 }, () => answers(endpoint));
  } catch (cause) {
    await close();
    throw cause;
  }
  return { endpoint, credentials: { accessKeyId: '111122223333', secretAccessKey: 'test' }, close };
}

async function answers(endpoint: string): Promise<boolean> {
  try {
    const answer = await fetch(`${endpoint}/moto-api/data.json`, { signal: AbortSignal.timeout(2_000) });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}
