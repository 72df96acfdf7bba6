import { readManifest } from '../manifest';
import { startPagesStandIn } from '../pages/start-pages-stand-in';
import type { Places } from '../places';
import { SandboxError } from '../sandbox-error';
import { openSlackStandIn } from '../slack/slack-stand-in';
import { readState } from '../state/state-file';
import { answerNames } from './answer-names';
import { openFindApi } from './find-api';
import { digestOfManifest } from './is-edge-current';
import { startNameProxy } from './name-proxy';
import { openNameCertificates } from './name-certificates';
import { pagesProjects } from './pages-projects';
import { tabulateRoutes } from './routes';

export interface EdgeOrder {
  readonly places: Places;
  readonly manifestFile: string;
  /** The whole environment of git and of front-end builds. */
  readonly environment: Readonly<Record<string, string>>;
  readonly say: (line: string) => void;
}
export interface Edge {
  readonly close: () => Promise<void>;
}

/** What stands at the sandbox's edge, in one process: the stand-in for Cloudflare Pages, and last the name proxy, whose answer means that both are there. */
export async function startEdge({ places, manifestFile, environment, say }: EdgeOrder): Promise<Edge> {
  const [state, manifest] = await Promise.all([readState(places), readManifest(manifestFile)]);
  if (state === undefined) throw new SandboxError(`${places.state} is not there.`, 'nx run sandbox:up');
  const [aws, pages, proxy] = [state.awsEndpoint, state.pagesEndpoint, state.proxy].map(portOf);
  const ports = { aws: aws ?? 0, pages: pages ?? 0, proxy: proxy ?? 0 };
  const standIn = await startPagesStandIn({
    port: ports.pages,
    folder: places.pages,
    projects: pagesProjects(manifest, places),
    account: state.variables['CLOUDFLARE_ACCOUNT_ID'] ?? '',
    token: state.variables['CLOUDFLARE_API_TOKEN'] ?? '',
    environment,
    say,
  });
  const routes = tabulateRoutes(manifest);
  const about = { sandbox: places.root, pid: process.pid, manifest: digestOfManifest(manifest) };
  const slack = openSlackStandIn({
    webhook: state.variables['SLACK_WEBHOOK_URL'] ?? '',
    token: state.variables['SLACK_BOT_TOKEN'] ?? '',
  }).answer;
  const answer = answerNames({ routes, findApi: openFindApi(state), ports, slack, about });
  const certificates = await openNameCertificates(places);
  const nameProxy = await startNameProxy({ port: ports.proxy, certificates, routes: routes.find, answer });
  return {
    close: async () => {
      await Promise.all([nameProxy.close(), standIn.close()]);
    },
  };
}

function portOf(url: string): number {
  return Number(new URL(url).port);
}
