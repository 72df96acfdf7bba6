import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startNameProxy } from '../../../sandbox/src/edge/name-proxy';
import { openNameCertificates } from '../../../sandbox/src/edge/name-certificates';
import { openAuthority } from '../../../sandbox/src/edge/open-authority';
import { refuse, type ProxyRequest, type ProxyResponse } from '../../../sandbox/src/edge/forward';
import { placesOf } from '../../../sandbox/src/places';
import type { FakeSite } from '../fakes/fake-web';

export interface Sites {
  readonly proxy: { readonly host: string; readonly port: number };
  readonly certificateAuthority: string;
  readonly site: (host: string, site: FakeSite) => void;
  readonly close: () => Promise<void>;
}

/** The sandbox's name proxy on a port of its own, with an authority of its own, answering for the sites of a test. */
export async function openSites(): Promise<Sites> {
  const root = await mkdtemp(join(tmpdir(), 'convoy-sites-'));
  const places = placesOf(root);
  await openAuthority(places, {});
  const sites = new Map<string, FakeSite>();
  const proxy = await startNameProxy({
    port: 0,
    certificates: await openNameCertificates(places),
    routes: () => undefined,
    answer: (request, response) => answer(sites, request, response),
  });
  return {
    proxy: { host: '127.0.0.1', port: proxy.port },
    certificateAuthority: await readFile(places.authority.certificate, 'utf8'),
    site: (host, site) => void sites.set(host, site),
    close: async () => {
      await proxy.close();
      await rm(root, { recursive: true, force: true });
    },
  };
}

async function answer(
  sites: Map<string, FakeSite>,
  request: ProxyRequest,
  response: ProxyResponse,
): Promise<void> {
  const authority = String(request.headers[':authority'] ?? request.headers.host);
  const host = authority.replace(/:\d+$/, '');
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const wanted = sites.get(host)?.({
    url: `https://${authority}${request.url ?? ''}`,
    method: request.method ?? '',
    headers: request.headers as Record<string, string>,
    body: Buffer.concat(chunks).toString(),
    timeoutMilliseconds: 0,
    version: null,
  });
  if (wanted === undefined) refuse(response, 502, `the sandbox has no way out to ${host}`);
  else if (wanted === 'drops') drop(request);
  else if (wanted !== 'hangs') {
    response.writeHead(wanted.status ?? 200, wanted.headers ?? {});
    response.end(request.method === 'HEAD' ? '' : (wanted.body ?? ''));
  }
}

function drop(request: ProxyRequest): void {
  if ('stream' in request) request.stream.session?.destroy();
  else request.socket.destroy();
}
