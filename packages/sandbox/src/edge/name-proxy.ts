import { once } from 'node:events';
import { createServer as createHttpServer, type IncomingMessage, type Server } from 'node:http';
import { createSecureServer, type Http2SecureServer } from 'node:http2';
import { createServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Answer } from './answer-names';
import { type ProxyRequest, type ProxyResponse, refuse } from './forward';
import { nameOf, portOf } from './host-name';
import type { NameCertificates } from './name-certificates';
import type { Routes } from './routes';

export interface ProxyOrder {
  readonly port: number;
  readonly certificates: NameCertificates;
  readonly routes: Routes;
  readonly answer: Answer;
}
export interface NameProxy {
  readonly port: number;
  readonly close: () => Promise<void>;
}

/** The first byte of a TLS handshake record. */
const handshake = 0x16;

/** One port for HTTP, TLS (HTTP/2 and HTTP/1.1) and CONNECT: the first byte of a connection decides. */
export async function startNameProxy(order: ProxyOrder): Promise<NameProxy> {
  const open = new Set<Duplex>();
  const plain = createHttpServer();
  const secure = createTlsServer(order.certificates);
  const welcome = (socket: Duplex): void => {
    socket.on('error', () => socket.destroy());
    sortByFirstByte(socket, plain, secure);
  };
  const answer = (request: ProxyRequest, response: ProxyResponse): void => {
    order.answer(request, response).catch((error: unknown) => refuse(response, 500, String(error)));
  };
  plain.on('request', answer);
  secure.on('request', answer);
  plain.on('connect', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (acceptTunnel(request, socket, order.routes)) {
      if (head.length > 0) socket.unshift(head);
      welcome(socket);
    }
  });
  const listener = createServer((socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    welcome(socket);
  });
  listener.listen(order.port, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  const port = typeof address === 'object' && address !== null ? address.port : order.port;
  return {
    port,
    close: async () => {
      const closed = once(listener, 'close');
      listener.close();
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}

function sortByFirstByte(socket: Duplex, plain: Server, secure: Http2SecureServer): void {
  socket.once('readable', () => {
    const start: unknown = socket.read();
    // Closed before it said anything.
    if (!Buffer.isBuffer(start) || start.length === 0) return void socket.destroy();
    socket.unshift(start);
    const server = start[0] === handshake ? secure : plain;
    server.emit('connection', socket);
  });
}

function createTlsServer(certificates: NameCertificates): Http2SecureServer {
  return createSecureServer({
    allowHTTP1: true,
    SNICallback: (name, done) => {
      certificates(nameOf(name)).then(
        (context) => done(null, context),
        (error: unknown) => done(error instanceof Error ? error : new TypeError(String(error))),
      );
    },
  });
}

/** A tunnel ends inside: to a name that we answer for, on a port of the web, and nowhere else. */
function acceptTunnel(request: IncomingMessage, socket: Duplex, routes: Routes): boolean {
  const authority = request.url ?? '';
  const name = nameOf(authority);
  const port = portOf(authority) ?? 443;
  if (routes(name) !== undefined && (port === 443 || port === 80)) {
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    return true;
  }
  const text = `the sandbox has no way out to ${authority}\n`;
  const head = [
    'HTTP/1.1 502 Bad Gateway',
    'content-type: text/plain; charset=utf-8',
    `content-length: ${text.length}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${text}`);
  return false;
}
