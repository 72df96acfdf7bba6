import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { NodeHttpHandler } from '@smithy/node-http-handler';
import { createCloud, type CloudOptions } from './cloud';

const KEYS = { accessKeyId: '111122223333', secretAccessKey: 'test' };
const OPTIONS: CloudOptions = {
  region: 'us-east-2',
  endpoint: null,
  credentials: KEYS,
  profile: null,
  role: null,
  session: 'run',
};

const environment = { ...process.env };

function set(variables: Readonly<Record<string, string>>): void {
  for (const name of Object.keys(process.env))
    if (name.startsWith('AWS_')) Reflect.deleteProperty(process.env, name);
  Object.assign(process.env, variables);
}

afterEach(() => {
  set({});
  Object.assign(process.env, environment);
});

/** A handler that only notes whom it was to ask. */
function noting(hosts: string[]): NodeHttpHandler {
  const handler = {
    metadata: { handlerProtocol: 'http/1.1' },
    handle: async (request: { hostname: string }) => {
      hosts.push(request.hostname);
      throw Object.assign(new TypeError('not sent'), { name: 'NotSent' });
    },
    updateHttpClientConfig: () => undefined,
    httpHandlerConfigs: () => ({}),
    destroy: () => undefined,
  };
  return handler as unknown as NodeHttpHandler;
}

describe('the real AWS', () => {
  it('is asked whatever the environment says about endpoints', async () => {
    const elsewhere = 'http://127.0.0.1:9';
    set({
      AWS_ENDPOINT_URL: elsewhere,
      AWS_ENDPOINT_URL_STS: elsewhere,
      AWS_ENDPOINT_URL_LAMBDA: elsewhere,
      AWS_ENDPOINT_URL_SSM: elsewhere,
    });
    const hosts: string[] = [];
    const cloud = createCloud({ ...OPTIONS, requestHandler: noting(hosts) });
    const code = 'CONVOY_PROVIDER_FAILED';
    await expect(cloud.account()).rejects.toMatchObject({ code });
    await expect(cloud.stack('x')).rejects.toMatchObject({ code });
    await expect(cloud.function('x', null)).rejects.toMatchObject({ code });
    await expect(cloud.parameter('x')).rejects.toMatchObject({ code });
    expect((await cloud.invoke('x', {})).type).toBe('unreachable');
    expect(new Set(hosts)).toEqual(
      new Set(
        ['sts', 'cloudformation', 'lambda', 'ssm'].map((service) => `${service}.us-east-2.amazonaws.com`),
      ),
    );
  });

  it.each([null, 'arn:aws:iam::111122223333:role/deploy'])(
    'says so when there is no identity (role %s)',
    async (role) => {
      set({
        AWS_EC2_METADATA_DISABLED: 'true',
        AWS_CONFIG_FILE: '/dev/null',
        AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      });
      const cloud = createCloud({ ...OPTIONS, credentials: null, role });
      await expect(cloud.account()).rejects.toMatchObject({ code: 'CONVOY_IDENTITY_MISSING' });
      await expect(cloud.invoke('x', {})).rejects.toMatchObject({ code: 'CONVOY_IDENTITY_MISSING' });
    },
  );
});

describe('an endpoint', () => {
  let server: Server;
  let endpoint: string;
  let asked: string[];
  let answer: (response: ServerResponse) => void;

  beforeEach(async () => {
    asked = [];
    server = createServer((request, response) => {
      asked.push(`${request.method ?? ''} ${request.url ?? ''}`);
      request.resume().on('end', () => answer(response));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  function refuse(status: number, type: string): (response: ServerResponse) => void {
    return (response) => {
      response.writeHead(status, { 'x-amzn-errortype': type, 'content-type': 'application/json' });
      response.end(JSON.stringify({ message: `this is ${type}` }));
    };
  }

  it('gets an invocation once, also when its answer is lost', async () => {
    answer = (response) => response.destroy();
    const outcome = await createCloud({ ...OPTIONS, endpoint }).invoke('x', {});
    expect(outcome).toMatchObject({ type: 'unreachable', message: expect.stringMatching(/.+/) });
    expect(asked).toEqual(['POST /2015-03-31/functions/x/invocations']);
  });

  it.each([
    [500, 'ServiceException'],
    [429, 'TooManyRequestsException'],
  ])('leaves it open whether a function ran on %s', async (status, type) => {
    answer = refuse(status, type);
    expect((await createCloud({ ...OPTIONS, endpoint }).invoke('x', {})).type).toBe('unreachable');
    expect(asked).toHaveLength(1);
  });

  it('is asked again for what was throttled', async () => {
    answer = (response) => {
      if (asked.length < 3) {
        refuse(429, 'TooManyRequestsException')(response);
        return;
      }
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify({ FunctionName: 'x', State: 'Active', CodeSha256: 'abc', Runtime: 'python3.12' }),
      );
    };
    expect(await createCloud({ ...OPTIONS, endpoint }).function('x', null)).toMatchObject({
      codeSha256: 'abc',
    });
    expect(asked).toHaveLength(3);
  });

  it('that goes on throttling is given up when the time for the question is over', async () => {
    answer = refuse(429, 'TooManyRequestsException');
    const begun = performance.now();
    const cloud = createCloud({ ...OPTIONS, endpoint, budgetMilliseconds: 400 });
    await expect(cloud.function('x', null)).rejects.toMatchObject({
      code: 'CONVOY_PROVIDER_FAILED',
      message: expect.stringContaining('no answer in time'),
    });
    expect(performance.now() - begun).toBeLessThan(3_000);
    expect(asked.length).toBeGreaterThan(0);
  });

  it('that never answers is given up when the time for the question is over', async () => {
    answer = () => undefined;
    const cloud = createCloud({ ...OPTIONS, endpoint, budgetMilliseconds: 400 });
    await expect(cloud.stack('x')).rejects.toMatchObject({
      code: 'CONVOY_PROVIDER_FAILED',
      message: expect.stringContaining('no answer in time'),
    });
    expect(asked).toHaveLength(1);
  });

  it('that refuses is asked once and its words are kept', async () => {
    answer = refuse(403, 'AccessDeniedException');
    const cloud = createCloud({ ...OPTIONS, endpoint });
    const message = expect.stringContaining('this is AccessDeniedException');
    await expect(cloud.publishVersion('x')).rejects.toMatchObject({
      code: 'CONVOY_PROVIDER_FAILED',
      message,
    });
    await expect(cloud.invoke('x', {})).rejects.toMatchObject({ code: 'CONVOY_PROVIDER_FAILED', message });
    expect(asked).toHaveLength(2);
  });

  it('that is down is the sandbox that is down', async () => {
    server.close();
    await once(server, 'close');
    const cloud = createCloud({ ...OPTIONS, endpoint });
    await expect(cloud.account()).rejects.toMatchObject({ code: 'CONVOY_SANDBOX_NOT_RUNNING' });
  }, 30_000);
});
