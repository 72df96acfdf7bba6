import { join } from 'node:path';
import { awaitReady } from '../process/await-ready';
import { scrubEnvironment } from '../process/scrub-environment';
import type { ServiceProcess } from '../process/service-process';
import { startDetached } from '../process/start-detached';
import type { Places } from '../places';
import { isMinistackHealthy } from './is-ministack-healthy';

export interface MinistackOrder {
  readonly places: Places;
  readonly python: string;
  readonly port: number;
  readonly account: string;
  readonly inherited: NodeJS.ProcessEnv;
  /** Called with the process before it is ready, so that it can be stopped whatever happens next. */
  readonly remember: (process: ServiceProcess) => Promise<void>;
}

export async function startMinistack(order: MinistackOrder): Promise<void> {
  const log = join(order.places.logs, 'ministack.log');
  const process = await startDetached({
    name: 'The AWS emulator',
    command: order.python,
    args: ['-m', 'ministack'],
    environment: environmentOf(order),
    folder: order.places.ministack.folder,
    log,
  });
  await order.remember(process);
  await awaitReady({ name: 'The AWS emulator', process, log, within: 60_000 }, () =>
    isMinistackHealthy(order.port),
  );
}

function environmentOf({ places, port, account, inherited }: MinistackOrder): NodeJS.ProcessEnv {
  const { state, temporary, folder } = places.ministack;
  return {
    ...scrubEnvironment(inherited, { home: places.home, temporary }),
    // Without it the emulator listens on every interface.
    BIND_HOST: '127.0.0.1',
    GATEWAY_PORT: String(port),
    MINISTACK_ACCOUNT_ID: account,
    PERSIST_STATE: '1',
    STATE_DIR: state,
    S3_PERSIST: '1',
    S3_DATA_DIR: join(state, 's3'),
    LAMBDA_EXECUTOR: 'local',
    // A Docker daemon of the machine must stay out of it: databases would be started as containers.
    DOCKER_HOST: `unix://${join(folder, 'no-docker.sock')}`,
    // Listeners on fixed ports, which a second sandbox could not have.
    SFTP_ENABLED: '0',
    IOT_MTLS_ENABLED: '0',
    AWS_EC2_METADATA_DISABLED: 'true',
    PYTHONUNBUFFERED: '1',
    PYTHONUTF8: '1',
  };
}
