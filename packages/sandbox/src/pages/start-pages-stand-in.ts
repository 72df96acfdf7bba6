import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerApi, type ApiPlace } from './answer-api';
import { BuildQueue } from './build-queue';
import { latestStage } from './deployment';
import { DeploymentStore } from './deployment-store';
import { installPushNotice } from './install-push-notice';
import type { PagesOptions, PagesProject } from './pages-options';
import { scanBranches } from './scan-branches';
import { serveSite } from './serve-site';

export interface PagesStandIn {
  readonly port: number;
  close(): Promise<void>;
}

const NOTICE = '/_sandbox/pushed/';

/** Starts the stand-in for Cloudflare Pages: its API and the sites it built, on one port of 127.0.0.1. See docs/pages-stand-in.md. */
export async function startPagesStandIn(options: PagesOptions): Promise<PagesStandIn> {
  const store = await DeploymentStore.open(options.folder);
  await failInterrupted(store);
  const place: ApiPlace = { store, queue: new BuildQueue(store, options), options };
  const server = createServer((request, response) => {
    handle(request, response, place).catch((cause: unknown) => {
      options.say(`pages: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  await new Promise<void>((resolve, reject) =>
    server.once('error', reject).listen(options.port, '127.0.0.1', resolve),
  );
  const { port } = server.address() as AddressInfo;
  for (const project of options.projects) {
    await installPushNotice(project.remote, `http://127.0.0.1:${port}${NOTICE}${project.name}`);
    await buildNewHeads(project, place);
  }
  return {
    port,
    close: async () => {
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
      await place.queue.close();
    },
  };
}

async function handle(request: IncomingMessage, response: ServerResponse, place: ApiPlace): Promise<void> {
  const path = request.url ?? '/';
  if (path.startsWith('/client/v4')) return answerApi(request, response, place);
  const project = path.startsWith(NOTICE)
    ? place.options.projects.find((each) => path === `${NOTICE}${each.name}`)
    : undefined;
  if (project === undefined) return serveSite(request, response, place.store, place.options);
  await buildNewHeads(project, place);
  response.writeHead(204).end();
}

/** A build that a stop cut off did not succeed; its branch is built again by the scan that follows. */
async function failInterrupted(store: DeploymentStore): Promise<void> {
  for (const each of store.unfinished()) {
    const stage = latestStage(each);
    if (stage.status === 'active') stage.status = 'failure';
  }
  await store.save();
}

/** Builds each branch whose head has no deployment that succeeded, failed or waits. */
async function buildNewHeads(project: PagesProject, place: ApiPlace): Promise<void> {
  for (const found of await scanBranches(project, place.options)) {
    const [newest] = place.store
      .all(project.name)
      .filter((each) => each.branch === found.branch && each.trigger === 'github:push');
    if (newest?.commit !== found.commit) {
      await place.store.add({ project: project.name, ...found, trigger: 'github:push' });
    }
    place.queue.wake(project, found.branch);
  }
}
