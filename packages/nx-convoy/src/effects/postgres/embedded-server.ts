import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { GuardedCommand } from '../shell/guarded-command';
import type { EmbeddedPrograms } from './embedded-programs';
import { isRunning } from './is-running';
import { openClient } from './open-client';
import type { ServerAddress } from './server-address';
import { serverIdentity, type ServerIdentity } from './server-identity';

const START_MILLISECONDS = 30_000;
const POLL_MILLISECONDS = 50;
const USER = 'postgres';
/** Its messages are read by people of every language: C. */
const ENVIRONMENT = { LC_ALL: 'C', LANG: 'C' };

export interface EmbeddedServer {
  readonly address: ServerAddress;
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  readonly programs: EmbeddedPrograms;
  /** Where the data of such servers lies, a folder each: `<pid>-<run>`. */
  readonly folder: string;
  readonly run: string;
}

/** Starts a server on loopback for a while. It is under a guard: it ends with this process, however that ends. */
export async function startEmbeddedServer(options: EmbeddedOptions): Promise<EmbeddedServer> {
  await removeLeftovers(options.folder);
  const folder = join(options.folder, `${process.pid}-${options.run}`);
  const identity = await serverIdentity();
  const password = randomBytes(18).toString('hex');
  try {
    const data = await initialise({ ...options, folder, identity, password });
    const address = { host: '127.0.0.1', port: await freePort(), user: USER, password };
    const command = await launch({ ...options, data, identity, port: address.port });
    const stop = async (): Promise<void> => {
      await command.end();
      await rm(folder, { recursive: true, force: true });
    };
    await untilReady(address, command).catch(async (cause: unknown) => {
      await stop();
      throw cause;
    });
    return { address, stop };
  } catch (cause) {
    await rm(folder, { recursive: true, force: true });
    throw cause;
  }
}

/** What killed runs left; a folder whose process is there belongs to a run that is at work. */
async function removeLeftovers(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const left = (await readdir(folder)).filter((name) => !isRunning(Number.parseInt(name, 10)));
  await Promise.all(left.map((name) => rm(join(folder, name), { recursive: true, force: true })));
}

interface Initialising extends EmbeddedOptions {
  readonly identity: ServerIdentity | null;
  readonly password: string;
}

async function initialise({ programs, folder, identity, password }: Initialising): Promise<string> {
  const [data, secret] = [join(folder, 'data'), join(folder, 'password')];
  await mkdir(data, { recursive: true, mode: 0o700 });
  await writeFile(secret, `${password}\n`, { mode: 0o600 });
  if (identity !== null)
    await Promise.all([data, secret].map((path) => chown(path, identity.uid, identity.gid)));
  const words = [`--pgdata=${data}`, `--username=${USER}`, `--pwfile=${secret}`, '--auth=scram-sha-256'];
  const more = ['--encoding=UTF8', '--locale=C', '--no-instructions', '--no-sync'];
  const [program = '', ...args] = [...(identity?.words ?? []), programs.initdb, ...words, ...more];
  await promisify(execFile)(program, args, { cwd: '/', env: { ...ENVIRONMENT, PATH: PATH } });
  await rm(secret);
  return data;
}

/** Where `setpriv` is. */
const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

interface Launching extends EmbeddedOptions {
  readonly data: string;
  readonly identity: ServerIdentity | null;
  readonly port: number;
}

interface Launched {
  /** Set when it ended by itself. */
  readonly ended: () => boolean;
  /** Its last words. */
  readonly tail: () => string;
  end(): Promise<void>;
}

async function launch({ programs, run, data, identity, port }: Launching): Promise<Launched> {
  const settings = [
    'listen_addresses=127.0.0.1',
    // No socket file: its folder would be shared with every other server of the machine.
    'unix_socket_directories=',
    'timezone=UTC',
    'shared_buffers=16MB',
    // Nothing of it is kept.
    'fsync=off',
    'synchronous_commit=off',
    'full_page_writes=off',
  ];
  const words = ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])];
  const argv = [...(identity?.words ?? []), programs.postgres, ...words];
  const said: string[] = [];
  let isOver = false;
  const command = await GuardedCommand.start(
    {
      command: { argv, in: '.', timeoutSeconds: Number.MAX_SAFE_INTEGER },
      folder: '/',
      environment: { ...ENVIRONMENT, PATH },
      run,
      onLine: () => undefined,
    },
    () => (line) => line,
    (line) => void said.push(line),
  );
  const over = command.finish().then(() => (isOver = true));
  const end = async (): Promise<void> => {
    command.stop();
    await over;
  };
  return { ended: () => isOver, tail: () => said.slice(-10).join('\n'), end };
}

async function untilReady(address: ServerAddress, launched: Launched): Promise<void> {
  for (let waited = 0; waited < START_MILLISECONDS; waited += POLL_MILLISECONDS) {
    const client = await openClient(address, 'postgres').catch(() => null);
    if (client !== null) return client.end();
    if (launched.ended()) break;
    await pause(POLL_MILLISECONDS);
  }
  throw new TypeError(`the throw-away PostgreSQL did not start:\n${launched.tail()}`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new TypeError('a TCP server has a port');
  return address.port;
}
