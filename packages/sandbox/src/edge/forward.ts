import {
  Agent,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request as openRequest,
  type ServerResponse,
} from 'node:http';
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import { pipeline } from 'node:stream';

export type ProxyRequest = IncomingMessage | Http2ServerRequest;
export type ProxyResponse = ServerResponse | Http2ServerResponse;

/** A server on loopback and the path on it. */
export interface Upstream {
  readonly port: number;
  readonly path: string;
  /** What the Host header says there. */
  readonly authority: string;
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 });
// They belong to one connection, and HTTP/2 forbids them.
const connectionHeaders = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authorization',
  'transfer-encoding',
  'upgrade',
  'http2-settings',
  'te',
]);

/** Passes a request on and streams the answer back; method, path, query, headers and body stay what they are. */
export function forward(request: ProxyRequest, response: ProxyResponse, upstream: Upstream): void {
  const outgoing = openRequest({
    agent,
    host: '127.0.0.1',
    port: upstream.port,
    method: request.method,
    path: upstream.path,
    headers: {
      ...endToEnd(request.headers),
      ...bodyLength(request),
      host: upstream.authority,
      ...forwarded(request),
    },
  });
  outgoing.on('response', (answer) => {
    response.writeHead(answer.statusCode ?? 502, endToEnd(answer.headers));
    // A caller that goes away ends the answer, an answer that breaks ends the caller's: both without a word.
    pipeline(answer, response, () => undefined);
  });
  outgoing.on('error', (error) =>
    refuse(response, 502, `the sandbox's server on port ${upstream.port} does not answer: ${error.message}`),
  );
  pipeline(request, outgoing, () => undefined);
}

export function refuse(response: ProxyResponse, status: number, text: string): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(`${text}\n`);
}

function endToEnd(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const named = (headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase());
  return Object.fromEntries(
    Object.entries(headers).filter(
      ([name]) => !name.startsWith(':') && !connectionHeaders.has(name) && !named.includes(name),
    ),
  );
}

/** A body of unknown length must stay one: without this node would send a GET's body without any framing. */
function bodyLength(request: ProxyRequest): IncomingHttpHeaders {
  const isChunked = request.headers['transfer-encoding'] !== undefined;
  return isChunked ? { 'transfer-encoding': 'chunked' } : {};
}

/** As the real gateways tell the servers behind them. */
function forwarded(request: ProxyRequest): IncomingHttpHeaders {
  const isSecure = 'encrypted' in request.socket;
  return {
    'x-forwarded-for': '127.0.0.1',
    'x-forwarded-proto': isSecure ? 'https' : 'http',
    'x-forwarded-port': isSecure ? '443' : '80',
  };
}
