import type { IncomingHttpHeaders } from 'node:http';

/** What an HTTP API allows pages of other origins, as its template says it. */
export interface Cors {
  readonly AllowOrigins?: readonly string[];
  readonly AllowMethods?: readonly string[];
  readonly AllowHeaders?: readonly string[];
  readonly MaxAge?: number;
}

/** Whether a browser asks beforehand. */
export function isPreflight(method: string | undefined, headers: IncomingHttpHeaders): boolean {
  return method === 'OPTIONS' && headers['access-control-request-method'] !== undefined;
}

/** The headers of API Gateway's own answer (204) to a preflight; none: the origin is not allowed, and the browser refuses. */
export function preflightHeaders(cors: Cors, origin: string | undefined): Record<string, string> {
  const { AllowOrigins = [], AllowMethods = [], AllowHeaders = [], MaxAge } = cors;
  const isAny = AllowOrigins.includes('*');
  if (!isAny && (origin === undefined || !AllowOrigins.includes(origin))) return {};
  return {
    'access-control-allow-origin': isAny ? '*' : (origin ?? ''),
    'access-control-allow-methods': AllowMethods.join(','),
    'access-control-allow-headers': AllowHeaders.join(',').toLowerCase(),
    ...(MaxAge === undefined ? {} : { 'access-control-max-age': String(MaxAge) }),
  };
}
