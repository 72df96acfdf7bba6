import type { FindApi } from './find-api';
import { forward, type ProxyRequest, type ProxyResponse, refuse } from './forward';
import { targetOf } from './host-name';
import type { RouteTable } from './routes';

export interface AnswerOrder {
  readonly routes: RouteTable;
  readonly findApi: FindApi;
  readonly ports: { readonly aws: number; readonly pages: number; readonly proxy: number };
  /** What the proxy says about itself when it is asked by its own address. */
  readonly about: Readonly<Record<string, unknown>>;
}

export type Answer = (request: ProxyRequest, response: ProxyResponse) => Promise<void>;

/** Answers requests by the name they are for. Only the sandbox's own servers are ever called. */
export function answerNames(order: AnswerOrder): Answer {
  const itself = new Set(['127.0.0.1', 'localhost'].map((name) => `${name}:${order.ports.proxy}`));
  return async (request, response) => {
    const { name, authority, path } = targetOf(request);
    if (itself.has(authority)) return tellAbout(response, order);
    const route = order.routes.find(name);
    const scheme = 'encrypted' in request.socket ? 'https' : 'http';
    if (route === undefined)
      return refuse(response, 502, `the sandbox has no way out to ${name || 'nowhere'}`);
    if (route.to === 'pages')
      return forward(request, response, { port: order.ports.pages, path, authority: name, scheme });
    const id = route.to === 'api' ? route.id : await order.findApi(route);
    if (id === undefined) {
      const missing =
        route.to === 'stack'
          ? `stack ${route.stack} in ${route.region} has no HTTP API yet`
          : 'there is no such API';
      return refuse(response, 502, `nothing is deployed at ${name}: ${missing}`);
    }
    // The path form: the emulator finds the API by its id, whatever region it is in, and keeps a slash at the end of the path.
    const port = order.ports.aws;
    forward(request, response, {
      port,
      path: `/_aws/execute-api/${id}/$default${path}`,
      authority: name,
      scheme,
    });
  };
}

function tellAbout(response: ProxyResponse, order: AnswerOrder): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(`${JSON.stringify({ ...order.about, names: order.routes.names }, null, 2)}\n`);
}
