import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAuthority } from '../../../sandbox/src/edge/open-authority';
import { openNameCertificates } from '../../../sandbox/src/edge/name-certificates';
import { startNameProxy } from '../../../sandbox/src/edge/name-proxy';
import { placesOf } from '../../../sandbox/src/places';
import { openSlackStandIn } from '../../../sandbox/src/slack/slack-stand-in';
import { createAnnouncements } from '../../src/effects/announcements';
import type { Announcements } from '../../src/effects/announcements-port';
import { createWeb } from '../../src/effects/web/web';
import { FakeAnnouncements } from '../fakes/fake-announcements';
import { VirtualClock } from '../fakes/virtual-clock';

interface Setup {
  readonly announcements: Announcements;
  readonly messages: () => { to: string | null; text: string; isReply: boolean }[];
  /** The next call is told to wait so many seconds. */
  readonly limitNext: (seconds: number) => void;
  readonly close: () => Promise<void>;
}

async function fake(): Promise<Setup> {
  const announcements = new FakeAnnouncements();
  return {
    announcements,
    messages: () =>
      announcements.messages.map(({ to, text, thread }) => ({ to, text, isReply: thread !== null })),
    limitNext: (seconds) => void announcements.limits.push(seconds),
    close: async () => undefined,
  };
}

/** The adapter against the sandbox's stand-in, over TLS and through the name proxy, as in the sandbox. */
async function real(): Promise<Setup> {
  const root = await mkdtemp(join(tmpdir(), 'convoy-slack-'));
  const places = placesOf(root);
  await openAuthority(places, {});
  const variables: Record<string, string> = {
    SLACK_WEBHOOK_URL: 'https://hooks.slack.com/services/T0/B0/sandbox',
    SLACK_BOT_TOKEN: 'sandbox-token',
    OTHER_WEBHOOK: 'https://hooks.slack.com/services/T0/B0/other',
    PLAIN_WEBHOOK: 'http://hooks.slack.com/services/T0/B0/sandbox',
    OTHER_TOKEN: 'other-token',
  };
  const slack = openSlackStandIn({
    webhook: variables['SLACK_WEBHOOK_URL'] ?? '',
    token: variables['SLACK_BOT_TOKEN'] ?? '',
  });
  const certificates = await openNameCertificates(places);
  const proxy = await startNameProxy({
    port: 0,
    certificates,
    routes: () => undefined,
    answer: slack.answer,
  });
  const web = createWeb({
    proxy: { host: '127.0.0.1', port: proxy.port },
    certificateAuthority: await readFile(places.authority.certificate, 'utf8'),
  });
  return {
    announcements: createAnnouncements({
      web,
      clock: new VirtualClock(),
      variable: (name) => variables[name],
    }),
    messages: () =>
      slack.memory.messages.map(({ channel, text, thread_ts }) => ({
        to: channel,
        text,
        isReply: thread_ts !== null,
      })),
    limitNext: (seconds) => void slack.memory.limits.push(seconds),
    close: async () => {
      await proxy.close();
      await rm(root, { recursive: true, force: true });
    },
  };
}

const webhook = { webhook: '$SLACK_WEBHOOK_URL' };
const channel = { token: '$SLACK_BOT_TOKEN', channel: '#deploys' };
const alone = (text: string) => ({ text, thread: null });

describe.each([
  ['fake', fake],
  ['real', real],
])('announcements (%s)', (_name, open) => {
  let setup: Setup;
  let announcements: Announcements;
  beforeEach(async () => {
    setup = await open();
    announcements = setup.announcements;
  });
  afterEach(() => setup.close());

  it('arrive through a webhook, which knows no threads', async () => {
    expect(await announcements.send(webhook, alone('▶ *dev* <&>'))).toEqual({ type: 'sent', thread: null });
    expect(setup.messages()).toEqual([{ to: null, text: '▶ *dev* <&>', isReply: false }]);
  });

  it('arrive in a channel, and a later one belongs to the first', async () => {
    const first = await announcements.send(channel, alone('begins'));
    expect(first).toEqual({ type: 'sent', thread: expect.any(String) as string });
    const thread = first.type === 'sent' ? first.thread : null;
    await announcements.send(channel, { text: 'ended', thread });
    expect(setup.messages()).toEqual([
      { to: '#deploys', text: 'begins', isReply: false },
      { to: '#deploys', text: 'ended', isReply: true },
    ]);
  });

  it('wait once when they are told to', async () => {
    setup.limitNext(2);
    expect(await announcements.send(webhook, alone('patient'))).toMatchObject({ type: 'sent' });
    expect(setup.messages()).toHaveLength(1);
  });

  it('do not wait twice, nor longer than a deploy should', async () => {
    setup.limitNext(1);
    setup.limitNext(1);
    expect(await announcements.send(channel, alone('x'))).toEqual({
      type: 'not-sent',
      because: 'Slack asks to wait again',
    });
    setup.limitNext(30);
    expect(await announcements.send(webhook, alone('x'))).toEqual({
      type: 'not-sent',
      because: 'Slack asks to wait 30 s',
    });
    expect(setup.messages()).toEqual([]);
  });

  it('are not sent without a value for what they are declared with, and say which', async () => {
    expect(await announcements.send({ webhook: '$NOT_SET' }, alone('x'))).toEqual({
      type: 'not-sent',
      because: '$NOT_SET is not set',
    });
  });
});

describe('announcements (real)', () => {
  let setup: Setup;
  beforeAll(async () => {
    setup = await real();
  });
  afterAll(() => setup.close());

  it.each([
    [{ webhook: '$OTHER_WEBHOOK' }, 'Slack answered 404 no_service'],
    [{ webhook: '$PLAIN_WEBHOOK' }, '$PLAIN_WEBHOOK is no address that begins with https://'],
    [{ token: '$OTHER_TOKEN', channel: '#deploys' }, 'Slack answered invalid_auth'],
    [{ ...channel, channel: '#No Such' }, 'Slack answered channel_not_found'],
  ])('say why they were not taken, and never the secret: %j', async (to, because) => {
    expect(await setup.announcements.send(to, alone('x'))).toEqual({ type: 'not-sent', because });
  });

  it('say so where nobody answers', async () => {
    const web = createWeb({ proxy: { host: '127.0.0.1', port: 1 }, certificateAuthority: null });
    const variable = (): string => 'https://hooks.slack.com/services/secret';
    const outcome = await createAnnouncements({ web, clock: new VirtualClock(), variable }).send(
      webhook,
      alone('x'),
    );
    expect(outcome.type).toBe('not-sent');
    expect(JSON.stringify(outcome)).not.toContain('secret');
  });
});
