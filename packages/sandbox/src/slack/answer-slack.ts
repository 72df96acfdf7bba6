import type { SlackMemory } from './slack-stand-in';

export interface SlackRequest {
  readonly method: string;
  /** Without the query. */
  readonly address: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly authorization: string;
  readonly type: string;
  readonly body: string;
}

export interface SlackAnswer {
  readonly status: number;
  /** A text is sent as it is, anything else as JSON. */
  readonly body: unknown;
  readonly retryAfter?: number;
}

const kept = 1000;

/** Answers one call, and keeps the message where it is one. */
export function answerSlack(request: SlackRequest, memory: SlackMemory): SlackAnswer {
  if (request.path.startsWith('/_sandbox/')) return answerAdmin(request, memory);
  const isApi = request.address === 'https://slack.com/api/chat.postMessage';
  if (request.method !== 'POST') return { status: 405, body: 'method_not_allowed' };
  const retryAfter = memory.limits.shift();
  if (retryAfter !== undefined)
    return { status: 429, body: isApi ? { ok: false, error: 'ratelimited' } : 'rate_limited', retryAfter };
  return isApi ? answerApi(request, memory) : answerWebhook(request, memory);
}

function answerWebhook({ address, type, body }: SlackRequest, memory: SlackMemory): SlackAnswer {
  if (memory.secrets.webhook === '' || address !== memory.secrets.webhook)
    return { status: 404, body: 'no_service' };
  const payload = payloadOf(type, body);
  if (payload === null) return { status: 400, body: 'invalid_payload' };
  const text = textOf(payload, 'text');
  if (text === '') return { status: 400, body: 'no_text' };
  keep(memory, { channel: null, text, thread: textOf(payload, 'thread_ts') });
  return { status: 200, body: 'ok' };
}

function answerApi({ authorization, type, body }: SlackRequest, memory: SlackMemory): SlackAnswer {
  const refuse = (error: string): SlackAnswer => ({ status: 200, body: { ok: false, error } });
  if (authorization === '') return refuse('not_authed');
  if (memory.secrets.token === '' || authorization !== `Bearer ${memory.secrets.token}`)
    return refuse('invalid_auth');
  const payload = payloadOf(type, body);
  if (payload === null) return refuse('invalid_json');
  const [channel, text, thread] = ['channel', 'text', 'thread_ts'].map((key) => textOf(payload, key));
  if (channel === undefined || !/^(#[a-z0-9._-]{1,80}|[CDG][A-Z0-9]{6,})$/.test(channel))
    return refuse('channel_not_found');
  if (text === undefined || text === '') return refuse('no_text');
  if (thread !== undefined && thread !== '' && !memory.messages.some(({ ts }) => ts === thread))
    return refuse('thread_not_found');
  const { ts } = keep(memory, { channel, text, thread: thread ?? '' });
  return { status: 200, body: { ok: true, channel, ts, message: { type: 'message', text, ts } } };
}

/** `GET /_sandbox/messages` tells what arrived, `POST /_sandbox/limit-next?seconds=<n>` makes the next call wait. */
function answerAdmin({ method, path, query }: SlackRequest, memory: SlackMemory): SlackAnswer {
  if (method === 'GET' && path === '/_sandbox/messages') return { status: 200, body: memory.messages };
  if (method === 'POST' && path === '/_sandbox/limit-next') {
    memory.limits.push(Number(query.get('seconds') ?? '1'));
    return { status: 200, body: 'ok' };
  }
  return { status: 404, body: 'not_found' };
}

interface Arrived {
  readonly channel: string | null;
  readonly text: string;
  readonly thread: string;
}

function keep({ messages }: SlackMemory, { channel, text, thread }: Arrived): { readonly ts: string } {
  const last = Number(messages.at(-1)?.ts ?? '1700000000.000000');
  const message = { channel, text, ts: (last + 1).toFixed(6), thread_ts: thread === '' ? null : thread };
  messages.push(message);
  if (messages.length > kept) messages.shift();
  return message;
}

function payloadOf(type: string, body: string): object | null {
  if (!/^application\/json\b/i.test(type)) return null;
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

function textOf(payload: object, key: string): string {
  const value: unknown = Object.hasOwn(payload, key) ? (payload as Record<string, unknown>)[key] : '';
  return typeof value === 'string' ? value : '';
}
