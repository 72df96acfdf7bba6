import { answerSlack, type SlackAnswer, type SlackRequest } from './answer-slack';
import type { SlackMemory } from './slack-stand-in';

const webhook = 'https://hooks.slack.com/services/T0/B0/x';
const open = (): SlackMemory => ({ secrets: { webhook, token: 'xoxb-1' }, messages: [], limits: [] });
function ask(memory: SlackMemory, change: Partial<SlackRequest> = {}): SlackAnswer {
  const address = change.address ?? webhook;
  const usual = {
    method: 'POST',
    address,
    path: new URL(address).pathname,
    query: new URL(address).searchParams,
    authorization: '',
    type: 'application/json',
    body: '{"text":"hello"}',
  };
  return answerSlack({ ...usual, ...change }, memory);
}
const api = { address: 'https://slack.com/api/chat.postMessage', authorization: 'Bearer xoxb-1' };

describe('an incoming webhook', () => {
  test('answers ok and keeps the message', () => {
    const memory = open();
    expect(ask(memory)).toEqual({ status: 200, body: 'ok' });
    expect(memory.messages).toMatchObject([{ channel: null, text: 'hello', thread_ts: null }]);
  });

  test.each([
    [{ body: 'text=hello' }, 400, 'invalid_payload'],
    [{ body: '["hello"]' }, 400, 'invalid_payload'],
    [{ type: 'text/plain' }, 400, 'invalid_payload'],
    [{ body: '{"text":7}' }, 400, 'no_text'],
    [{ address: `${webhook}y` }, 404, 'no_service'],
    [{ method: 'GET' }, 405, 'method_not_allowed'],
  ])('refuses %j', (change, status, body) => {
    const memory = open();
    expect(ask(memory, change)).toEqual({ status, body });
    expect(memory.messages).toEqual([]);
  });

  test('tells the next call to wait, and no other', () => {
    const memory = open();
    ask(memory, { address: 'https://slack.com/_sandbox/limit-next?seconds=7', path: '/_sandbox/limit-next' });
    expect(ask(memory)).toEqual({ status: 429, body: 'rate_limited', retryAfter: 7 });
    expect(ask(memory)).toMatchObject({ status: 200 });
  });
});

describe('chat.postMessage', () => {
  const body = (value: object): string => JSON.stringify({ channel: '#deploys', text: 'hello', ...value });

  test('answers where the message is, so that another can be its reply', () => {
    const memory = open();
    const first = ask(memory, { ...api, body: body({}) }).body as { ts: string };
    expect(first).toMatchObject({ ok: true, channel: '#deploys' });
    expect(ask(memory, { ...api, body: body({ thread_ts: first.ts }) }).body).toMatchObject({ ok: true });
    expect(memory.messages.map((each) => each.thread_ts)).toEqual([null, first.ts]);
  });

  test.each([
    [{ authorization: '' }, 'not_authed'],
    [{ authorization: 'Bearer other' }, 'invalid_auth'],
    [{ body: body({ channel: 'Deploys!' }) }, 'channel_not_found'],
    [{ body: body({ text: '' }) }, 'no_text'],
    [{ body: body({ thread_ts: '1.2' }) }, 'thread_not_found'],
    [{ body: '{' }, 'invalid_json'],
  ])('says no with status 200, as Slack does: %j', (change, error) => {
    expect(ask(open(), { ...api, body: body({}), ...change })).toEqual({
      status: 200,
      body: { ok: false, error },
    });
  });
});
