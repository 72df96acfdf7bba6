import { execFile } from 'node:child_process';
import { platform } from 'node:os';
import { promisify } from 'node:util';
import type { Places } from '../places';
import type { ServiceProcess } from '../process/service-process';
import { stopProcess, type StopOutcome } from '../process/stop-process';
import { serverPrograms } from './server-programs';

/** A fast shutdown: open connections are ended, what was committed is on disk. */
export async function stopPostgres(places: Places, process: ServiceProcess): Promise<StopOutcome> {
  if (platform() === 'win32') await askPgCtl(places);
  return stopProcess({ process, signal: 'SIGINT', patience: 20_000 });
}

/** Windows has no signals: the server has its own channel for it. */
async function askPgCtl(places: Places): Promise<void> {
  const { pgCtl } = await serverPrograms();
  await promisify(execFile)(pgCtl, ['stop', '-D', places.postgres.data, '-m', 'fast', '-w']).catch(
    () => undefined,
  );
}
