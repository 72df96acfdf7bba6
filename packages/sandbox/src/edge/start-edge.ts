import { readManifest } from '../manifest';
import type { Places } from '../places';
import { SandboxError } from '../sandbox-error';
import { readState } from '../state/state-file';
import { answerNames } from './answer-names';
import { openFindApi } from './find-api';
import { openNameCertificates } from './name-certificates';
import { startNameProxy } from './name-proxy';
import { tabulateRoutes } from './routes';

export interface Edge {
  readonly close: () => Promise<void>;
}

/** What stands at the sandbox's edge, in one process: the name proxy and the stand-in for Cloudflare Pages. */
export async function startEdge(places: Places, manifestFile: string): Promise<Edge> {
  const [state, manifest] = await Promise.all([readState(places), readManifest(manifestFile)]);
  if (state === undefined) throw new SandboxError(`${places.state} is not there.`, 'nx run sandbox:up');
  const routes = tabulateRoutes(manifest);
  const [aws, pages, proxy] = [state.awsEndpoint, state.pagesEndpoint, state.proxy].map((url) =>
    Number(new URL(url).port),
  );
  const ports = { aws: aws ?? 0, pages: pages ?? 0, proxy: proxy ?? 0 };
  const answer = answerNames({
    routes,
    findApi: openFindApi(state),
    ports,
    about: { sandbox: places.root, pid: process.pid },
  });
  const certificates = await openNameCertificates(places);
  const nameProxy = await startNameProxy({ port: ports.proxy, certificates, routes: routes.find, answer });
  return { close: nameProxy.close };
}
