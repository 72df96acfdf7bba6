import { once } from 'node:events';
import { access } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { adminPath, answerAdmin } from './answer-admin';
import { answerApi } from './answer-api';
import { sendAnswer } from './api-answer';
import type { ApiPlace } from './api-place';
import { BranchWatch } from './branch-watch';
import { BuildQueue } from './build-queue';
import { DeploymentStore } from './deployment-store';
import { installPushNotice } from './install-push-notice';
import type { PagesOptions } from './pages-options';
import { resumeBuilds } from './resume-builds';
import { serveSite } from './serve-site';
import { siteOfHost } from './site-of-host';

export interface PagesStandIn {
  readonly port: number;
  close(): Promise<void>;
}

/** Starts the stand-in for Cloudflare Pages: its API and the sites it built, on one port of 127.0.0.1. See docs/pages-stand-in.md. */
export async function startPagesStandIn(options: PagesOptions): Promise<PagesStandIn> {
  const store = await DeploymentStore.open(options.folder);
  const queue = new BuildQueue(store, options);
  const place = { store, queue, watch: new BranchWatch(store, queue, options), options };
  const server = createServer((request, response) => {
    handle(request, response, place).catch((cause: unknown) => {
      options.say(`pages: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  // First the port: whoever does not get it must not touch what another stand-in works on.
  server.listen(options.port, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    await Promise.all([stopListening(server), queue.close()]);
  };
  try {
    await resumeBuilds(store, options);
    await watchRemotes(`http://127.0.0.1:${port}${adminPath}pushed/`, place);
  } catch (cause) {
    await close();
    throw cause;
  }
  return { port, close };
}

async function watchRemotes(notice: string, { options, watch, store, queue }: ApiPlace): Promise<void> {
  for (const project of options.projects) {
    const isThere = await access(project.remote).then(
      () => true,
      () => false,
    );
    if (!isThere) {
      options.say(`pages: ${project.remote} is not there: ${project.name} has nothing to build`);
      continue;
    }
    await installPushNotice(project.remote, `${notice}${project.name}`);
    await watch.look(project);
    for (const { branch } of store.unfinished().filter((each) => each.project === project.name)) {
      queue.wake(project, branch);
    }
  }
}

async function stopListening(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}

/** A site's own host shows the site whatever the path; all other hosts are the API's. */
async function handle(request: IncomingMessage, response: ServerResponse, place: ApiPlace): Promise<void> {
  const { options, store } = place;
  const path = request.url ?? '/';
  const host = (request.headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
  const site = siteOfHost(host, options.projects, store);
  if (site === undefined && path.startsWith('/client/v4'))
    sendAnswer(response, await answerApi(request, place));
  else if (site === undefined && path.startsWith(adminPath))
    sendAnswer(response, await answerAdmin(request, place));
  else await serveSite(request, response, { site, folder: options.folder });
}
