import { type Cors, isPreflight, preflightHeaders } from './cors';
import type { FindApi } from './find-api';
import { forward, type ProxyRequest, type ProxyResponse, refuse } from './forward';
import { type Target, targetOf } from './host-name';
import type { Route, RouteTable } from './routes';

export interface AnswerOrder {
  readonly routes: RouteTable;
  readonly findApi: FindApi;
  readonly ports: { readonly aws: number; readonly pages: number; readonly proxy: number };
  /** Answers for Slack itself: it has no port of its own. */
  readonly slack: Answer;
  /** What the proxy says about itself when it is asked by its own address. */
  readonly about: Readonly<Record<string, unknown>>;
}

export type Answer = (request: ProxyRequest, response: ProxyResponse) => Promise<void>;

/** A server on loopback, or why there is none. */
type Destination =
  | {
      readonly port: number;
      readonly path: string;
      readonly cors?: Cors | null;
      readonly refusal?: never;
    }
  | { readonly refusal: string };

/** Answers requests by the name they are for. Only the sandbox's own servers are ever called. */
export function answerNames(order: AnswerOrder): Answer {
  const itself = new Set(['127.0.0.1', 'localhost'].map((name) => `${name}:${order.ports.proxy}`));
  return async (request, response) => {
    const target = targetOf(request);
    if (itself.has(target.authority)) {
      tellAbout(response, order);
      return;
    }
    const route = order.routes.find(target.name);
    if (route?.to === 'slack') return order.slack(request, response);
    const destination = await findDestination(order, target, route);
    if (destination.refusal !== undefined) {
      refuse(response, 502, destination.refusal);
      return;
    }
    const { cors = null, port, path } = destination;
    if (cors !== null && isPreflight(request.method, request.headers)) {
      // The emulator's CloudFormation keeps the configuration in a spelling that its API gateway does not read.
      response.writeHead(204, preflightHeaders(cors, request.headers.origin)).end();
      return;
    }
    forward(request, response, { port, path, authority: target.name });
  };
}

async function findDestination(
  { findApi, ports }: AnswerOrder,
  { name, path }: Target,
  route: Exclude<Route, { to: 'slack' }> | undefined,
): Promise<Destination> {
  if (route === undefined) return { refusal: `the sandbox has no way out to ${name || 'nowhere'}` };
  if (route.to === 'pages') return { port: ports.pages, path };
  const { id, cors } =
    route.to === 'api'
      ? { id: route.id, cors: null }
      : ((await findApi(route)) ?? { id: undefined, cors: null });
  // The path form: the emulator finds the API by its id, whatever its region, and keeps a slash at the end of the path.
  if (id !== undefined) return { port: ports.aws, path: `/_aws/execute-api/${id}/$default${path}`, cors };
  const missing = route.to === 'stack' ? `stack ${route.stack} in ${route.region} has no HTTP API yet` : '';
  return { refusal: `nothing is deployed at ${name}: ${missing}` };
}

function tellAbout(response: ProxyResponse, order: AnswerOrder): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(`${JSON.stringify({ ...order.about, names: order.routes.names }, null, 2)}\n`);
}
