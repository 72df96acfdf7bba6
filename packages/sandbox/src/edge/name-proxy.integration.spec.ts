import type { FoundApi } from './find-api';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import { connect as connectHttp2 } from 'node:http2';
import { request as secureRequest } from 'node:https';
import { connect as connectSocket, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { join } from 'node:path';
import { readManifest } from '../manifest';
import { placesOf } from '../places';
import { choosePorts } from '../process/choose-ports';
import { makeScratchFolder, type ScratchFolder } from '../testing/scratch-folder';
import { openSlackStandIn } from '../slack/slack-stand-in';
import { answerNames } from './answer-names';
import { type NameProxy, startNameProxy } from './name-proxy';
import { openNameCertificates } from './name-certificates';
import { openAuthority } from './open-authority';
import { tabulateRoutes } from './routes';

const backend = 'api-dev.trustx.cloud';
const frontPage = 'app-stg.trustx.cloud';
let folder: ScratchFolder;
let ca: string;
let upstream: Server;
let proxy: NameProxy;

/** Stands for the emulator and for Pages: says what it was asked. */
async function startEcho(): Promise<Server> {
  const server = createServer((asked, answer) => {
    void text(asked).then((body) => {
      answer.writeHead(asked.method === 'POST' ? 201 : 200, { 'content-type': 'application/json' });
      answer.end(JSON.stringify({ method: asked.method, url: asked.url, headers: asked.headers, body }));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
const portOf = (server: Server): number => (server.address() as { port: number }).port;

async function startProxy(behind: number): Promise<NameProxy> {
  const ports = { aws: behind, pages: behind, proxy: 0 };
  const routes = tabulateRoutes(await readManifest(join(__dirname, '..', '..', '..', '..', 'repos.json')));
  const findApi = async ({ region }: { region: string }): Promise<FoundApi | undefined> =>
    region === 'us-east-1' ? { id: 'abcd1234', cors: { AllowOrigins: ['*'] } } : undefined;
  const slack = openSlackStandIn({ webhook: '', token: '' }).answer;
  const answer = answerNames({ routes, findApi, ports, slack, about: {} });
  const certificates = await openNameCertificates(placesOf(folder.path));
  return startNameProxy({ port: 0, certificates, routes: routes.find, answer });
}

beforeAll(async () => {
  folder = await makeScratchFolder();
  await openAuthority(placesOf(folder.path), {});
  ca = await readFile(placesOf(folder.path).authority.certificate, 'utf8');
  upstream = await startEcho();
  proxy = await startProxy(portOf(upstream));
});
afterAll(async () => {
  await proxy.close();
  upstream.close();
  await folder.remove();
});

interface Reply {
  readonly status: number | undefined;
  readonly body: string;
}
interface Echo {
  readonly method: string;
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}
const echo = (reply: Reply): Echo => JSON.parse(reply.body) as Echo;

async function replyTo(sent: ReturnType<typeof request>): Promise<Reply> {
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  return { status: answer.statusCode, body: await text(answer) };
}

interface Asking {
  readonly method?: string;
  readonly body?: string;
  readonly port?: number;
}

/** As `curl -x` does for http. */
async function throughProxy(
  url: string,
  { method = 'GET', body, port = proxy.port }: Asking = {},
): Promise<Reply> {
  const sent = request({ host: '127.0.0.1', port, path: url, method, headers: { host: new URL(url).host } });
  sent.end(body);
  return replyTo(sent);
}

/** As `curl -x` does for https, up to the answer to CONNECT. */
async function tunnelTo(
  authority: string,
): Promise<{ status: number | undefined; socket: Socket; head: Buffer }> {
  const sent = request({ host: '127.0.0.1', port: proxy.port, method: 'CONNECT', path: authority });
  sent.end();
  const [answer, socket, head] = (await once(sent, 'connect')) as [IncomingMessage, Socket, Buffer];
  return { status: answer.statusCode, socket, head };
}

async function secure(socket: Socket, name: string, protocols: string[]): Promise<TLSSocket> {
  const tls = connectTls({ socket, servername: name, ca, ALPNProtocols: protocols });
  await once(tls, 'secureConnect');
  return tls;
}

async function askHttp2(tls: TLSSocket, name: string, path: string): Promise<Reply> {
  const session = connectHttp2(`https://${name}`, { createConnection: () => tls });
  const stream = session.request({ ':path': path });
  const [headers] = (await once(stream, 'response')) as [Record<string, unknown>];
  const body = await text(stream);
  session.close();
  return { status: Number(headers[':status']), body };
}

test('HTTP by proxy: an API is asked by its id, with path, query and body as they are', async () => {
  const reply = await throughProxy(`http://${backend}/users/?a=1&b=x%20y`, { method: 'POST', body: 'hello' });
  expect(reply.status).toBe(201);
  expect(echo(reply)).toMatchObject({
    method: 'POST',
    url: '/_aws/execute-api/abcd1234/$default/users/?a=1&b=x%20y',
    body: 'hello',
    headers: { host: backend, 'x-forwarded-proto': 'http' },
  });
});

test('HTTP by Host alone, without a proxy request', async () => {
  const sent = request({ host: '127.0.0.1', port: proxy.port, path: '/', headers: { host: frontPage } });
  sent.end();
  expect(echo(await replyTo(sent))).toMatchObject({ url: '/', headers: { host: frontPage } });
});

test('the name of an API gateway leads to that API', async () => {
  const reply = await throughProxy('http://ff00ff00.execute-api.us-east-2.amazonaws.com/graphql');
  expect(echo(reply).url).toBe('/_aws/execute-api/ff00ff00/$default/graphql');
});

test('CONNECT, TLS and HTTP/2', async () => {
  const { status, socket } = await tunnelTo(`${backend}:443`);
  expect(status).toBe(200);
  const tls = await secure(socket, backend, ['h2', 'http/1.1']);
  expect(tls.alpnProtocol).toBe('h2');
  expect(tls.getPeerCertificate().subjectaltname).toBe(`DNS:${backend}`);
  const reply = await askHttp2(tls, backend, '/health');
  expect(echo(reply)).toMatchObject({
    url: '/_aws/execute-api/abcd1234/$default/health',
    headers: { 'x-forwarded-proto': 'https', host: backend },
  });
});

test('CONNECT, TLS and HTTP/1.1', async () => {
  const { socket } = await tunnelTo(`${frontPage}:443`);
  const tls = await secure(socket, frontPage, ['http/1.1']);
  expect(tls.alpnProtocol).toBe('http/1.1');
  const sent = secureRequest({ createConnection: () => tls, host: frontPage, path: '/index.html' });
  sent.end();
  expect(echo(await replyTo(sent)).url).toBe('/index.html');
});

test('plain HTTP inside CONNECT, sent along with it', async () => {
  const socket = connectSocket(proxy.port, '127.0.0.1');
  socket.write(`CONNECT ${frontPage}:80 HTTP/1.1\r\nHost: ${frontPage}:80\r\n\r\n`);
  socket.write(`GET /x HTTP/1.1\r\nHost: ${frontPage}\r\nConnection: close\r\n\r\n`);
  const all = await text(socket);
  expect(all).toContain('200 Connection Established');
  expect(all).toContain('"url":"/x"');
});

test('TLS without a proxy: the name of the handshake has a certificate of our authority', async () => {
  const tls = await secure(connectSocket(proxy.port, '127.0.0.1'), backend, ['h2']);
  expect(tls.authorized).toBe(true);
  expect((await askHttp2(tls, backend, '/health')).status).toBe(200);
});

test('an unknown name is refused with 502, in each of the ways', async () => {
  const refusal = 'the sandbox has no way out to example.com\n';
  expect(await throughProxy('http://example.com/x')).toEqual({ status: 502, body: refusal });
  const { status, socket, head } = await tunnelTo('example.com:443');
  expect(status).toBe(502);
  expect(`${head.toString()}${await text(socket)}`).toBe('the sandbox has no way out to example.com:443\n');
  const tls = await secure(connectSocket(proxy.port, '127.0.0.1'), 'example.com', ['h2']);
  expect(await askHttp2(tls, 'example.com', '/')).toEqual({ status: 502, body: refusal });
});

test.each([`${backend}:22`, '127.0.0.1:443', 'localhost:80', `${backend}:8443`])(
  'there is no tunnel to %s',
  async (authority) => {
    const { status, socket } = await tunnelTo(authority);
    socket.destroy();
    expect(status).toBe(502);
  },
);

test('a name whose stack is not deployed says so', async () => {
  const reply = await throughProxy('http://api-stg.trustx.cloud/health');
  expect(reply.status).toBe(502);
  expect(reply.body).toContain('stack profile-360-backend-staging in us-east-2 has no HTTP API yet');
});

test('a server behind it that does not answer is 502, and the proxy lives on', async () => {
  const [nobody = 0] = await choosePorts(1);
  const lonely = await startProxy(nobody);
  for (const path of ['/', '/again']) {
    const reply = await throughProxy(`http://${frontPage}${path}`, { port: lonely.port });
    expect(reply.status).toBe(502);
    expect(reply.body).toContain(`port ${nobody} does not answer`);
  }
  await lonely.close();
});

test('rubbish, and a connection that says nothing, do no harm', async () => {
  const rubbish = connectSocket(proxy.port, '127.0.0.1');
  rubbish.end(Buffer.from([0, 1, 2, 3, 4, 5]));
  await text(rubbish).catch(() => '');
  const broken = connectSocket(proxy.port, '127.0.0.1');
  broken.end(Buffer.from([0x16, 3, 1, 0, 0, 0, 0]));
  await text(broken).catch(() => '');
  const silent = connectSocket(proxy.port, '127.0.0.1');
  await once(silent, 'connect');
  silent.end();
  await text(silent).catch(() => '');
  expect((await throughProxy(`http://${frontPage}/`)).status).toBe(200);
});
