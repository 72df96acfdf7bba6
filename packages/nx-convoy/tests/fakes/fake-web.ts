import type { Web, WebOutcome, WebRequest } from '../../src/effects/ports';

export interface FakeAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** How long it took; 1. */
  readonly milliseconds?: number;
}

/** How a site answers a request; `hangs`: not at all, `drops`: it closes the connection. */
export type FakeSite = (request: WebRequest) => FakeAnswer | 'hangs' | 'drops';

/**
 * HTTP without sockets.
 * - A host without a site is `unreachable`; something that is no HTTP address is `refused`.
 * - A site that hangs is `refused` after no time at all, with the time limit in its message; one that drops, as `socket hang up`.
 * - https speaks HTTP/2 unless 1.1 is asked for, http speaks 1.1, and HTTP/2 over http is `refused`.
 * - An answer to HEAD has no body; a body ends after 1 MB; status is 200 unless said otherwise; no redirect is followed.
 * - `requests` keeps everything that was asked.
 */
export class FakeWeb implements Web {
  readonly requests: WebRequest[] = [];
  private readonly sites = new Map<string, FakeSite>();

  /** Puts a site (or takes it away: null) at a host. */
  site(host: string, site: FakeSite | null): void {
    if (site === null) this.sites.delete(host);
    else this.sites.set(host, site);
  }

  async ask(request: WebRequest): Promise<WebOutcome> {
    this.requests.push(request);
    if (!URL.canParse(request.url))
      return { type: 'refused', message: `${request.url} is not an HTTP address` };
    const { protocol, hostname } = new URL(request.url);
    if (request.version === '2' && protocol === 'http:')
      return { type: 'refused', message: 'HTTP/2 needs https' };
    const answer = this.sites.get(hostname)?.(request);
    if (answer === undefined)
      return { type: 'unreachable', message: `the sandbox has no way out to ${hostname}` };
    if (answer === 'hangs')
      return { type: 'refused', message: `no answer within ${request.timeoutMilliseconds / 1000} s` };
    if (answer === 'drops') return { type: 'refused', message: 'socket hang up' };
    return {
      type: 'answered',
      status: answer.status ?? 200,
      version: protocol === 'http:' ? '1.1' : (request.version ?? '2'),
      headers: answer.headers ?? {},
      body: request.method === 'HEAD' ? '' : (answer.body ?? '').slice(0, 1024 * 1024),
      milliseconds: answer.milliseconds ?? 1,
    };
  }
}
