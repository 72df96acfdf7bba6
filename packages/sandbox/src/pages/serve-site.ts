import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { siteFolder } from './build-deployment';
import { branchLabel, hasSucceeded, type StoredDeployment } from './deployment';
import type { DeploymentStore } from './deployment-store';
import type { PagesOptions } from './pages-options';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.txt': 'text/plain; charset=utf-8',
};

/** Which deployment answers for a host: a custom domain, the project's own address, a branch's alias, or one deployment. */
export function deploymentOf(
  host: string,
  store: DeploymentStore,
  options: PagesOptions,
): StoredDeployment | undefined {
  for (const project of options.projects) {
    const custom = project.domains[host];
    if (custom !== undefined) return store.served(project.name, custom, project.productionBranch);
    const suffix = `${project.name}.pages.dev`;
    if (host === suffix)
      return store.served(project.name, project.productionBranch, project.productionBranch);
    if (!host.endsWith(`.${suffix}`)) continue;
    const label = host.slice(0, -suffix.length - 1);
    const all = store.all(project.name);
    const branch = all.find((each) => branchLabel(each.branch) === label)?.branch;
    if (branch !== undefined) return store.served(project.name, branch, project.productionBranch);
    return all.find((each) => each.id.startsWith(label) && hasSucceeded(each));
  }
  return undefined;
}

/** Answers with a file of the deployment that serves the host. */
export async function serveSite(
  request: IncomingMessage,
  response: ServerResponse,
  store: DeploymentStore,
  options: PagesOptions,
): Promise<void> {
  const host = (request.headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
  const deployment = deploymentOf(host, store, options);
  if (deployment === undefined)
    return answer(
      request,
      response,
      404,
      'text/plain; charset=utf-8',
      Buffer.from(`nothing is deployed at ${host}\n`),
    );
  const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://site').pathname));
  const file = path.endsWith('/') ? `${path}index.html` : path;
  const content = await readFile(join(siteFolder(options.folder, deployment.id), file)).catch(() => null);
  if (content === null)
    return answer(request, response, 404, 'text/plain; charset=utf-8', Buffer.from(`there is no ${path}\n`));
  return answer(request, response, 200, TYPES[extname(file)] ?? 'application/octet-stream', content);
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  type: string,
  content: Buffer,
): void {
  const etag = `"${createHash('sha256').update(content).digest('hex').slice(0, 32)}"`;
  const unchanged = status === 200 && request.headers['if-none-match'] === etag;
  response.writeHead(unchanged ? 304 : status, {
    'content-type': type,
    'content-length': unchanged ? 0 : content.length,
    etag,
    'cache-control': 'no-cache',
  });
  response.end(request.method === 'HEAD' || unchanged ? undefined : content);
}
