import type { SlackDeclaration } from '../model/announcement-declaration';
import type { Announcement, AnnouncementOutcome, Announcements } from './announcements-port';
import type { Clock, Web, WebOutcome, WebRequest } from './ports';

export interface AnnouncementOptions {
  readonly web: Web;
  readonly clock: Clock;
  /** The value of a `$NAME` reference. */
  readonly variable: (name: string) => string | undefined;
}

const LIMIT_MILLISECONDS = 5_000;
const API = 'https://slack.com/api/chat.postMessage';

/** Announcements in Slack: one POST each. */
export function createAnnouncements(options: AnnouncementOptions): Announcements {
  return {
    send: async (to, message) => {
      const [kind, reference] = 'webhook' in to ? ['webhook', to.webhook] : ['token', to.token];
      const value = options.variable(reference.replace(/^\$/, '')) ?? '';
      if (value === '') return notSent(`${reference} is not set`);
      if (kind === 'webhook' && !value.startsWith('https://'))
        return notSent(`${reference} is no address that begins with https://`);
      return post(requestOf(to, value, message), options);
    },
  };
}

async function post(
  request: Omit<WebRequest, 'timeoutMilliseconds'>,
  { web, clock }: AnnouncementOptions,
): Promise<AnnouncementOutcome> {
  const end = Date.parse(clock.now()) + LIMIT_MILLISECONDS;
  const left = (): number => end - Date.parse(clock.now());
  const ask = (): Promise<WebOutcome> => web.ask({ ...request, timeoutMilliseconds: Math.max(1, left()) });
  const first = await ask();
  const wait = waitOf(first);
  if (wait === null) return outcomeOf(first);
  if (wait * 1000 >= left()) return notSent(`Slack asks to wait ${wait} s`);
  await clock.pause(wait * 1000);
  const second = await ask();
  return waitOf(second) === null ? outcomeOf(second) : notSent('Slack asks to wait again');
}

function requestOf(
  to: SlackDeclaration,
  value: string,
  { text, thread }: Announcement,
): Omit<WebRequest, 'timeoutMilliseconds'> {
  const json = { 'content-type': 'application/json; charset=utf-8' };
  const more = { unfurl_links: false, unfurl_media: false };
  const shared = { method: 'POST', version: null };
  if ('webhook' in to)
    return { ...shared, url: value, headers: json, body: JSON.stringify({ text, ...more }) };
  const body = { channel: to.channel, text, ...more, ...(thread !== null && { thread_ts: thread }) };
  const headers = { ...json, authorization: `Bearer ${value}` };
  return { ...shared, url: API, headers, body: JSON.stringify(body) };
}

/** How many seconds are to be waited; null: none. */
function waitOf(outcome: WebOutcome): number | null {
  if (outcome.type !== 'answered' || outcome.status !== 429) return null;
  const seconds = Number(outcome.headers['retry-after'] ?? '1');
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : 1;
}

function outcomeOf(outcome: WebOutcome): AnnouncementOutcome {
  if (outcome.type !== 'answered') return notSent(outcome.message);
  const { status, body } = outcome;
  if (status !== 200) return notSent(`Slack answered ${status} ${firstWords(body)}`.trim());
  if (body === 'ok') return { type: 'sent', thread: null };
  const { ok, ts, error } = parsed(body);
  if (ok === true) return { type: 'sent', thread: typeof ts === 'string' ? ts : null };
  return notSent(`Slack answered ${typeof error === 'string' ? firstWords(error) : firstWords(body)}`);
}

function parsed(body: string): Readonly<Record<string, unknown>> {
  try {
    return { ...(JSON.parse(body) as object) };
  } catch {
    return {};
  }
}

/** An error page is nobody's news. */
function firstWords(text: string): string {
  return text.replace(/\s+/g, ' ').trim().slice(0, 60);
}

function notSent(because: string): AnnouncementOutcome {
  return { type: 'not-sent', because };
}
