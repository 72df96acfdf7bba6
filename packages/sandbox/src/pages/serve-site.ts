import { createHash } from 'node:crypto';
import { readFile, realpath } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join, normalize, relative, sep } from 'node:path';
import { contentTypeOf } from './content-types';
import type { Site } from './site-of-host';
import { siteFolder } from './site-folder';

interface Page {
  readonly status: number;
  readonly type: string;
  readonly content: Buffer;
}

const text = 'text/plain; charset=utf-8';

/** Answers with a file of the deployment that serves the host. */
export async function serveSite(
  request: IncomingMessage,
  response: ServerResponse,
  place: { readonly site: Site | undefined; readonly folder: string },
): Promise<void> {
  const { deployment, project } = place.site ?? {};
  if (deployment === undefined || project === undefined) {
    const content = Buffer.from(`nothing is deployed at ${request.headers.host ?? 'no host'}\n`);
    send(request, response, { status: 404, type: text, content });
    return;
  }
  // As at Cloudflare: no search engine shall keep a preview.
  if (deployment.branch !== project.productionBranch) response.setHeader('x-robots-tag', 'noindex');
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  const page = isRead
    ? await findPage(siteFolder(place.folder, deployment.id), pathOf(request))
    : { status: 405, type: text, content: Buffer.from('a static site is read with GET and HEAD only\n') };
  send(request, response, page);
}

/** `/` is `/index.html` in every folder, `/about` may be `/about.html`; what is not there is the site's own `404.html`. */
async function findPage(site: string, path: string): Promise<Page> {
  const names = path.endsWith('/') ? [`${path}index.html`] : [path, `${path}.html`];
  for (const name of names) {
    const content = await readWithin(site, name);
    if (content !== undefined) return { status: 200, type: contentTypeOf(name), content };
  }
  const own = await readWithin(site, '/404.html');
  if (own !== undefined) return { status: 404, type: contentTypeOf('404.html'), content: own };
  return { status: 404, type: text, content: Buffer.from(`there is no ${path}\n`) };
}

/** A link that a build left in its output must not lead out of it. */
async function readWithin(site: string, name: string): Promise<Buffer | undefined> {
  try {
    const [root, file] = await Promise.all([realpath(site), realpath(join(site, name))]);
    if (relative(root, file).split(sep)[0] === '..') return undefined;
    return await readFile(file);
  } catch {
    return undefined;
  }
}

function pathOf(request: IncomingMessage): string {
  const { pathname } = new URL(request.url ?? '/', 'http://site');
  try {
    return normalize(decodeURIComponent(pathname)).replaceAll(sep, '/');
  } catch {
    return pathname;
  }
}

function send(request: IncomingMessage, response: ServerResponse, { status, type, content }: Page): void {
  const etag = `"${createHash('sha256').update(content).digest('hex').slice(0, 32)}"`;
  const isUnchanged = status === 200 && isKnown(request, etag);
  response.writeHead(isUnchanged ? 304 : status, {
    'content-type': type,
    ...(!isUnchanged && { 'content-length': content.length }),
    etag,
    'access-control-allow-origin': '*',
    'cache-control': 'public, max-age=0, must-revalidate',
    'referrer-policy': 'strict-origin-when-cross-origin',
    'x-content-type-options': 'nosniff',
  });
  response.end(request.method === 'HEAD' || isUnchanged ? undefined : content);
}

function isKnown(request: IncomingMessage, etag: string): boolean {
  const known = (request.headers['if-none-match'] ?? '')
    .split(',')
    .map((each) => each.trim().replace(/^W\//, ''));
  return known.includes(etag) || known.includes('*');
}
