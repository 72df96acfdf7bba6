import { FakeWorld } from '../../tests/fakes/fake-world';
import { manifestWith, runContext } from '../../tests/fakes/rollback-stage';
import type { EnvironmentDeclaration } from '../model/manifest';
import type { RunContext } from '../model/run-context';
import type { RunReport } from '../model/run-report';
import { announceEnd, announceStart } from './announce';

const webhook = { slack: { webhook: '$SLACK_WEBHOOK_URL' } };
const thread = { slack: { token: '$SLACK_BOT_TOKEN', channel: '#deploys' } };
const report: RunReport = {
  run: 'run-9',
  environment: 'dev',
  world: 'sandbox',
  outcome: 'released',
  startedAt: '2026-03-02T12:00:00.000Z',
  finishedAt: '2026-03-02T12:01:57.000Z',
  components: [],
};
const asked = (announce?: EnvironmentDeclaration['announce'], run: Partial<RunContext> = {}) => ({
  run: runContext(run),
  manifest: manifestWith(announce === undefined ? {} : { announce }),
});

it('says nothing where nobody asked for it', async () => {
  const world = new FakeWorld();
  expect(await announceStart(asked(), 'deploy', world)).toBeNull();
  await announceEnd(asked(), report, world);
  expect(world.calls).toEqual([]);
});

it('tells of start and end through a webhook', async () => {
  const world = new FakeWorld();
  expect(await announceStart(asked(webhook), 'deploy', world)).toEqual({ thread: null });
  await announceEnd(asked(webhook), report, world);
  expect(world.slack.messages.map(({ text }) => text)).toEqual([
    '▶ *dev*: deploy of all components begins · somebody@somewhere · run run-9',
    '✔ *dev*: released in 1 m 57 s · somebody@somewhere · run run-9',
  ]);
  expect(world.lines).toEqual([]);
});

it('keeps a run in one thread where a token is given', async () => {
  const world = new FakeWorld();
  const announced = await announceStart(asked(thread, { named: ['backend'] }), 'rollback', world);
  await announceEnd(asked(thread, { announced }), report, world);
  expect(world.slack.messages).toMatchObject([
    { to: '#deploys', thread: null, text: expect.stringContaining('rollback of backend begins') as string },
    { to: '#deploys', thread: announced?.thread },
  ]);
});

it('fails no run: what could not be told is one line', async () => {
  const world = new FakeWorld();
  world.slack.refuse('Slack answered 500');
  expect(await announceStart(asked(webhook), 'deploy', world)).toBeNull();
  expect(world.lines).toEqual(['not announced: Slack answered 500']);
});

it('leaves a run under another to that one', async () => {
  const world = new FakeWorld();
  await announceEnd(asked(webhook, { under: 'run-8' }), report, world);
  expect(world.slack.messages).toEqual([]);
});
