import { execFile } from 'node:child_process';
import { access, chown, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { SandboxError } from '../sandbox-error';
import type { Cluster } from './cluster';
import { serverCommand } from './server-command';

const run = promisify(execFile);

/** Makes the data folder of the server once; an attempt that was cut short is made again from the start. */
export async function initialiseCluster(cluster: Cluster): Promise<void> {
  const { places, identity, programs } = cluster;
  const { data, folder, ready } = places.postgres;
  if (await isThere(ready)) return;
  await rm(data, { recursive: true, force: true });
  await mkdir(data, { recursive: true, mode: 0o700 });
  const passwordFile = join(folder, 'password');
  await writeFile(passwordFile, `${cluster.password}\n`, { mode: 0o600 });
  if (identity)
    await Promise.all([data, passwordFile].map((path) => chown(path, identity.uid, identity.gid)));
  const args = [
    `--pgdata=${data}`,
    `--username=${cluster.user}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // The same order of text whatever the machine's locale.
    '--locale=C',
    '--no-instructions',
    // What is in here can be made again by `reset`.
    '--no-sync',
  ];
  const order = await serverCommand(programs.initdb, args, { identity, paths: [programs.initdb, data] });
  try {
    await run(order.command, [...order.args], { cwd: '/', env: cluster.environment, ...order.identity });
  } catch (cause) {
    throw new SandboxError(`The database could not be made: ${String(cause)}`, 'nx run sandbox:reset', cause);
  } finally {
    await rm(passwordFile, { force: true });
  }
  await writeFile(ready, '');
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
