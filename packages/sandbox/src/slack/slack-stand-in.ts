import type { ProxyRequest, ProxyResponse } from '../edge/forward';
import { answerSlack, type SlackAnswer } from './answer-slack';

export interface SlackMessage {
  /** Of the API; null: it came through the webhook, which has one of its own. */
  readonly channel: string | null;
  readonly text: string;
  readonly ts: string;
  readonly thread_ts: string | null;
}

export interface SlackSecrets {
  /** The whole address. */
  readonly webhook: string;
  readonly token: string;
}

/** What the stand-in keeps, in memory: it is gone with the process. */
export interface SlackMemory {
  readonly secrets: SlackSecrets;
  readonly messages: SlackMessage[];
  /** Of each of the next calls: how many seconds it is told to wait. */
  readonly limits: number[];
}

/** A stand-in for what of Slack a deploy uses: incoming webhooks and chat.postMessage. See docs/slack-stand-in.md. */
export interface SlackStandIn {
  readonly memory: SlackMemory;
  readonly answer: (request: ProxyRequest, response: ProxyResponse) => Promise<void>;
}

export const slackHosts: readonly string[] = ['hooks.slack.com', 'slack.com'];

export function openSlackStandIn(secrets: SlackSecrets): SlackStandIn {
  const memory: SlackMemory = { secrets, messages: [], limits: [] };
  return {
    memory,
    answer: async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const host = String(request.headers[':authority'] ?? request.headers.host).replace(/:\d+$/, '');
      const { pathname, searchParams } = new URL(request.url ?? '/', `https://${host}`);
      const asked = {
        method: request.method ?? 'GET',
        address: `https://${host}${pathname}`,
        path: pathname,
        query: searchParams,
        authorization: request.headers.authorization ?? '',
        type: request.headers['content-type'] ?? '',
        body: Buffer.concat(chunks).toString('utf8'),
      };
      send(response, answerSlack(asked, memory));
    },
  };
}

function send(response: ProxyResponse, { status, body, retryAfter }: SlackAnswer): void {
  const isText = typeof body === 'string';
  response.writeHead(status, {
    'content-type': isText ? 'text/html' : 'application/json; charset=utf-8',
    ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
  });
  response.end(isText ? body : JSON.stringify(body));
}
