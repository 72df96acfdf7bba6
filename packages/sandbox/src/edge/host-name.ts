import type { IncomingMessage } from 'node:http';
import type { Http2ServerRequest } from 'node:http2';

/** Whom a request is for: the name without its port, and the path. */
export interface Target {
  readonly name: string;
  readonly authority: string;
  readonly path: string;
}

/** The absolute form of a proxy request names its target itself; every other request does so by `:authority` or `Host`. */
export function targetOf(request: IncomingMessage | Http2ServerRequest): Target {
  const url = request.url ?? '/';
  const absolute = /^https?:\/\/([^/?#]*)(.*)$/i.exec(url);
  const authority = absolute?.[1] ?? header(request, ':authority') ?? header(request, 'host') ?? '';
  const path = absolute === null ? url : (absolute[2] ?? '');
  return { name: nameOf(authority), authority, path: path.startsWith('/') ? path : `/${path}` };
}

/** `Name.example:443` → `name.example` */
export function nameOf(authority: string): string {
  return authority.replace(/^.*@/, '').replace(/:\d*$/, '').replace(/\.$/, '').toLowerCase();
}

export function portOf(authority: string): number | undefined {
  const port = /:(\d+)$/.exec(authority)?.[1];
  return port === undefined ? undefined : Number(port);
}

function header(request: IncomingMessage | Http2ServerRequest, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}
