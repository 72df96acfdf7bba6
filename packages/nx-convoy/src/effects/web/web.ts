import type { Web, WebOutcome, WebRequest } from '../ports';
import { createDial, HTTP_VERSIONS, type Dial } from './dial';
import { failureOutcome } from './failure-outcome';
import { readBody } from './read-body';

export interface WebOptions {
  /** Dialled instead of whatever a name resolves to: the sandbox's name proxy. Addresses of the machine itself are dialled as they are. */
  readonly proxy: { readonly host: string; readonly port: number } | null;
  /** PEM of the only authority that is trusted; null: those that Node trusts. */
  readonly certificateAuthority: string | null;
}

type Dispatched = Awaited<ReturnType<import('undici').Client['request']>>;

/** The sandbox's name proxy says this of a name that it does not answer for. */
const NO_WAY_OUT = /^the sandbox has no way out to /;

/** HTTP/1.1 and HTTP/2 for checks: follows no redirect, keeps no connection, and knows which version was spoken. */
export function createWeb(options: WebOptions): Web {
  return {
    ask: async (request) => {
      const url = parseUrl(request.url);
      if (url === null) return { type: 'refused', message: `${request.url} is not an HTTP address` };
      if (request.version !== null && !HTTP_VERSIONS.has(request.version))
        return { type: 'refused', message: `there is no HTTP version ${request.version}` };
      if (request.version === '2' && url.protocol === 'http:')
        return { type: 'refused', message: 'HTTP/2 needs https' };
      return exchange(request, url, options);
    },
  };
}

async function exchange(request: WebRequest, url: URL, options: WebOptions): Promise<WebOutcome> {
  const { Client } = await import('undici');
  const begun = performance.now();
  const dial = createDial(options, request.version);
  const client = new Client(url.origin, { connect: dial.connect, allowH2: true, pipelining: 1 });
  try {
    const response = await client.request({
      path: `${url.pathname}${url.search}`,
      method: request.method,
      headers: { 'user-agent': 'nx-convoy', accept: '*/*', ...request.headers },
      body: request.body,
      signal: AbortSignal.timeout(request.timeoutMilliseconds),
    });
    const body = await readBody(response.body);
    const outcome = answered(response, body, { dial, milliseconds: Math.round(performance.now() - begun) });
    return options.proxy !== null && outcome.status === 502 && NO_WAY_OUT.test(body)
      ? { type: 'unreachable', message: body.trim() }
      : outcome;
  } catch (cause) {
    return failureOutcome(cause, request, dial.viaProxy(url.hostname));
  } finally {
    dial.close();
    // Neither waited for nor heard: the connection is ours alone and the answer is read.
    client.destroy().catch(() => undefined);
  }
}

function answered(
  response: Dispatched,
  body: string,
  { dial, milliseconds }: { dial: Dial; milliseconds: number },
): Extract<WebOutcome, { type: 'answered' }> {
  const headers = Object.entries(response.headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value] as const],
  );
  return {
    type: 'answered',
    status: response.statusCode,
    version: dial.version(),
    headers: Object.fromEntries(headers),
    body,
    milliseconds,
  };
}

function parseUrl(text: string): URL | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  return url.protocol === 'http:' || url.protocol === 'https:' ? url : null;
}
