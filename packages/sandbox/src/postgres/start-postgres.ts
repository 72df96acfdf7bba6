import { awaitReady } from '../process/await-ready';
import type { ServiceProcess } from '../process/service-process';
import { startDetached } from '../process/start-detached';
import type { Cluster } from './cluster';
import { isPostgresHealthy } from './is-postgres-healthy';
import { serverCommand } from './server-command';

/** Starts the server itself, detached: the library that brings it would stop it when this command ends. */
export async function startPostgres(
  cluster: Cluster,
  remember: (process: ServiceProcess) => Promise<void>,
): Promise<void> {
  const { programs, identity, places } = cluster;
  const settings = [
    'listen_addresses=127.0.0.1',
    // No socket file: its folder would be shared with every other server of the machine.
    'unix_socket_directories=',
    'max_connections=200',
    'shared_buffers=32MB',
    'timezone=UTC',
    'log_timezone=UTC',
  ];
  const args = [
    '-D',
    places.postgres.data,
    '-p',
    String(cluster.port),
    ...settings.flatMap((setting) => ['-c', setting]),
  ];
  const order = await serverCommand(programs.postgres, args, {
    identity,
    paths: [programs.postgres, places.postgres.data],
  });
  const process = await startDetached({
    name: 'PostgreSQL',
    ...order,
    environment: cluster.environment,
    // Not the data folder's parent: the server may not be allowed to stand there.
    folder: '/',
    log: cluster.log,
  });
  await remember(process);
  await awaitReady({ name: 'PostgreSQL', process, log: cluster.log, within: 30_000 }, () =>
    isPostgresHealthy(cluster),
  );
}
