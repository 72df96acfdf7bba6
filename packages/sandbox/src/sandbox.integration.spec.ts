import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { clientSettings } from './account/cloud-access';
import { down } from './down';
import { withConnection } from './postgres/connection';
import { isRunning } from './process/is-running';
import { poll } from './process/poll';
import { findGroup, findProcess } from './process/process-table';
import { reset } from './reset';
import type { SandboxState, ServiceName } from './state/sandbox-state';
import { readState, writeState } from './state/state-file';
import { status } from './status';
import { makeScratchSandbox, type ScratchSandbox } from './testing/scratch-sandbox';
import { up } from './up';

jest.setTimeout(180_000);

let sandbox: ScratchSandbox;
let first: SandboxState;
beforeAll(async () => {
  sandbox = await makeScratchSandbox();
});
beforeEach(async () => {
  first = await up(sandbox.order);
  sandbox.said.length = 0;
});
afterAll(async () => sandbox.remove());

/** Something that was deployed, in the cloud and in the database. */
async function leaveTraces(state: SandboxState): Promise<void> {
  const client = new SSMClient(clientSettings(state, 'us-east-1'));
  await client.send(
    new PutParameterCommand({ Name: '/trace', Value: 'here', Type: 'String', Overwrite: true }),
  );
  client.destroy();
  await withConnection(state.postgres, (database) => database.query('create table if not exists trace ()'));
}

async function findTraces(state: SandboxState): Promise<{ cloud: boolean; database: boolean }> {
  const client = new SSMClient(clientSettings(state, 'us-east-1'));
  const found = await client.send(new GetParameterCommand({ Name: '/trace' })).catch(() => undefined);
  client.destroy();
  const { rows } = await withConnection(state.postgres, (database) =>
    database.query<{ there: boolean }>("select to_regclass('trace') is not null as there"),
  );
  return { cloud: found?.Parameter?.Value === 'here', database: rows[0]?.there ?? false };
}

async function readParameter(state: SandboxState, region: string, name: string): Promise<string | undefined> {
  const client = new SSMClient(clientSettings(state, region));
  const { Parameter } = await client.send(new GetParameterCommand({ Name: name, WithDecryption: true }));
  client.destroy();
  return Parameter?.Value;
}

async function askThroughProxy(url: string): Promise<string> {
  const { hostname, port } = new URL(first.proxy);
  const sent = request({ host: hostname, port, path: url, headers: { host: new URL(url).host } });
  sent.end();
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  return text(answer);
}

function kept(state: SandboxState): unknown {
  return { ...state, processes: {} };
}

async function kill(name: ServiceName): Promise<void> {
  const service = first.processes[name]!;
  process.kill(service.pid, 'SIGKILL');
  await poll(
    () => isRunning(service),
    (running) => !running,
    { within: 10_000 },
  );
}

test('up again: the same processes, ports and secrets', async () => {
  expect(await up(sandbox.order)).toEqual(first);
});

test('the state file is for its owner alone and says what up said', async () => {
  expect((await stat(sandbox.places.state)).mode & 0o777).toBe(0o600);
  expect(await readState(sandbox.places)).toEqual(first);
});

test('the account holds what deployments expect', async () => {
  const port = String(first.postgres.port);
  expect(await readParameter(first, 'us-east-1', '/assurex/dev/database/port')).toBe(port);
  expect(await readParameter(first, 'us-east-2', '/assurex/preprod/database/name')).toBe('assurex_preprod');
  expect(await readParameter(first, 'us-east-2', '/assurex/preprod/api-token')).toBe(
    first.variables['TOKEN'],
  );
  await expect(readParameter(first, 'us-east-1', '/assurex/preprod/database/name')).rejects.toThrow();
});

test('status says that it is up, and where', async () => {
  const told = await status(sandbox.order);
  expect(told.isUp).toBe(true);
  expect(told.text).toContain(`curl -x ${first.proxy} http://app-stg.trustx.cloud/`);
});

test('the front end is built from its remote and served by its name', async () => {
  const page = await poll(
    () => askThroughProxy('http://app-stg.trustx.cloud/'),
    (html) => html.includes('<html'),
    {
      within: 60_000,
    },
  );
  const { stdout } = await promisify(execFile)('git', ['rev-parse', 'stg'], {
    cwd: join(sandbox.places.remotes, 'trustx.git'),
  });
  expect(page).toContain(`<meta name="commit" content="${stdout.trim()}"`);
});

test('down leaves no process; up brings back what was deployed, at the same ports', async () => {
  await leaveTraces(first);
  await down(sandbox.order);
  for (const service of Object.values(first.processes)) {
    expect(await findProcess(service.pid)).toBeUndefined();
    expect(await findGroup(service.pid)).toEqual([]);
  }
  expect(await status(sandbox.order)).toMatchObject({ isUp: false, isBroken: false });
  const again = await up(sandbox.order);
  expect(kept(again)).toEqual(kept(first));
  expect(await findTraces(again)).toEqual({ cloud: true, database: true });
});

test('a killed emulator: the next up starts everything over, and says so', async () => {
  await leaveTraces(first);
  await writeFile(join(sandbox.places.ledgerRemote, 'trace'), '');
  await kill('ministack');
  const again = await up(sandbox.order);
  expect(sandbox.said.join('\n')).toMatch(
    /killed: .* Cloud, database, git remotes and ledger start over together\./,
  );
  expect(await findTraces(again)).toEqual({ cloud: false, database: false });
  await expect(readFile(join(sandbox.places.ledgerRemote, 'trace'))).rejects.toThrow('ENOENT');
  expect(kept(again)).toEqual(kept(first));
});

test.each<ServiceName>(['postgres', 'edge'])(
  'a killed %s is started again and nothing is lost',
  async (name) => {
    await leaveTraces(first);
    await kill(name);
    expect(await status(sandbox.order)).toMatchObject({ isUp: false, isBroken: true });
    const again = await up(sandbox.order);
    expect(await findTraces(again)).toEqual({ cloud: true, database: true });
    expect(again.processes.ministack).toEqual(first.processes.ministack);
  },
);

test('an environment that was opened meanwhile gets its database and its host with the next up', async () => {
  const file = join(sandbox.order.root, 'repos.json');
  const before = await readFile(file, 'utf8');
  const opened = before
    .replace(/"closed": "[^"]*",/, '"database": "assurex_prod",')
    .replace(
      '"preprod": "api-stg.trustx.cloud"',
      '"preprod": "api-stg.trustx.cloud", "prod": "api.trustx.cloud"',
    );
  await writeFile(file, opened);
  try {
    const again = await up(sandbox.order);
    expect(again.processes.ministack).toEqual(first.processes.ministack);
    expect(again.postgres.databases).toMatchObject({ prod: 'assurex_prod' });
    expect(await readParameter(again, 'us-east-1', '/assurex/prod/database/name')).toBe('assurex_prod');
    expect(await askThroughProxy('http://api.trustx.cloud/health')).toContain(
      'stack profile-360-backend-production in us-east-1 has no HTTP API yet',
    );
  } finally {
    await writeFile(file, before);
  }
});

test('pids that now belong to other programs are not touched', async () => {
  await down(sandbox.order);
  const stranger = { pid: process.pid, startedAt: 'before the last boot' };
  await writeState(sandbox.places, {
    ...first,
    processes: { ministack: stranger, postgres: stranger, edge: stranger },
  });
  const again = await up(sandbox.order);
  expect(again.processes.postgres?.pid).not.toBe(process.pid);
  expect((await status(sandbox.order)).isUp).toBe(true);
});

test('reset throws away what was deployed and keeps ports and secrets', async () => {
  await leaveTraces(first);
  const again = await reset(sandbox.order);
  expect(kept(again)).toEqual(kept(first));
  expect(await findTraces(again)).toEqual({ cloud: false, database: false });
});

test('a second checkout has a sandbox of its own beside it', async () => {
  const other = await makeScratchSandbox();
  await reset(sandbox.order);
  try {
    const second = await up(other.order);
    await leaveTraces(second);
    expect(await findTraces(second)).toEqual({ cloud: true, database: true });
    expect(await findTraces(first)).toEqual({ cloud: false, database: false });
    expect(second.proxy).not.toBe(first.proxy);
    await down(other.order);
    expect((await status(sandbox.order)).isUp).toBe(true);
  } finally {
    await other.remove();
  }
});
