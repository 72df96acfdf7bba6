import { FakeWorld } from '../../tests/fakes/fake-world';
import { manifestWith, runContext } from '../../tests/fakes/rollback-stage';
import { failedReceipt, pin, receipt, started } from '../../tests/fakes/values';
import { release, releasedComponent, rolledBack } from '../../tests/fakes/values-of-release';
import { running, stagedWorkspace, type StagedWorkspace } from '../../tests/fakes/workspace-stage';
import { plainReport, receiptReport } from '../decide/receipt-report';
import type { LedgerEntry, Receipt } from '../model/receipt';
import type { RunContext } from '../model/run-context';
import { NO_FLAGS } from '../model/run-flags';
import type { RunReport } from '../model/run-report';
import type { TaskNote } from '../model/task-note';
import { tellRun } from './tell-run';

let workspace: StagedWorkspace;
beforeEach(() => {
  const { environments, repos } = manifestWith({});
  workspace = stagedWorkspace({
    environments,
    repos: { 'backend-repo': { ...repos['backend-repo']!, components: { backend: { deploy: ['x'] } } } },
  });
});
afterEach(() => workspace.remove());

const work = (kept: Receipt): TaskNote => ({ type: 'work', target: kept.verb, report: receiptReport(kept) });
interface Scene {
  readonly entries?: readonly LedgerEntry[];
  readonly notes?: readonly TaskNote[];
  readonly run?: Partial<RunContext>;
  readonly nested?: readonly LedgerEntry[];
  readonly world?: FakeWorld;
}
async function told({ entries = [], notes = [], run = {}, nested = [], world = new FakeWorld() }: Scene) {
  await world.lease.take('dev', 'deploy');
  world.receipts.record('dev', entries);
  const bases: string[] = [];
  const rollBack = async () => {
    world.receipts.record('dev', nested);
    return 'succeeded' as const;
  };
  const moveBase = async (name: string): Promise<void> => void bases.push(name);
  await tellRun({ run: runContext(run), notes, workspace }, running(world, { rollBack, moveBase }));
  const report = [...world.notes.reports.values()][0] as RunReport | undefined;
  return { text: world.output.text(), report, bases, isFree: !world.records.locks.has('dev') };
}
const released = release({ components: { backend: releasedComponent() } });

it('calls it a release, moves the base and frees the lock', async () => {
  const kept = receipt({ run: 'run-9' });
  expect(await told({ entries: [kept], notes: [work(kept)] })).toMatchObject({
    report: { outcome: 'released' },
    bases: ['dev'],
    isFree: true,
  });
});

it('frees the lock of a run of which no task began', async () => {
  expect(await told({})).toMatchObject({ report: { components: [] }, isFree: true });
});

it('announces how a run ended that deployed, and one whose beginning was announced', async () => {
  Object.assign(workspace.manifest.environments['dev']!, {
    announce: { slack: { token: '$SLACK_BOT_TOKEN', channel: '#deploys' } },
  });
  const kept = receipt({ run: 'run-9' });
  const deploying = new FakeWorld();
  await told({ world: deploying, entries: [kept], notes: [work(kept)] });
  expect(deploying.slack.messages).toMatchObject([
    { thread: null, text: expect.stringMatching(/^✔ \*dev\*: released in /) as string },
  ]);
  const announced = new FakeWorld();
  await told({ world: announced, run: { announced: { thread: 'ts-1' } } });
  expect(announced.slack.messages).toMatchObject([{ thread: 'ts-1' }]);
  const verifying = new FakeWorld();
  const looked = receipt({ run: 'run-9', verb: 'verify' });
  await told({ world: verifying, entries: [looked], notes: [work(looked)] });
  expect(verifying.slack.messages).toEqual([]);
});

it('says nothing of a run that only looked', async () => {
  const world = new FakeWorld();
  await tellRun({ run: runContext(), notes: [], workspace }, running(world));
  expect(world.lines).toEqual([]);
  expect(world.notes.reports.size).toBe(0);
});

it('names resume and rollback after a failure, where there is a release to go back to', async () => {
  const failed = failedReceipt({ run: 'run-9' });
  const { text, isFree } = await told({ entries: [released, failed], notes: [work(failed)] });
  expect(text).toContain('npx nx run-many -t deploy --configuration=dev');
  expect(text).toContain('or back  npx nx run-many -t rollback --configuration=dev');
  expect(isFree).toBe(true);
  expect((await told({ entries: [failed], notes: [work(failed)] })).text).not.toContain('or back');
});

it('never rolls an interrupted run back by itself: it prints how to resume and how to go back', async () => {
  const kept = failedReceipt({ run: 'run-9', outcome: 'interrupted', failure: null });
  const flags = { ...NO_FLAGS, onFailure: 'rollback' as const };
  const { text, report } = await told({ entries: [released, kept], notes: [work(kept)], run: { flags } });
  expect(report?.outcome).toBe('interrupted');
  expect(text).toContain('this continues with what is missing');
  expect(text).toContain('or back  npx nx run-many -t rollback --configuration=dev');
  expect(text).not.toContain('--on-failure');
});

it('says of each component what really happened to it, also of one that was killed with the run', async () => {
  const kept = receipt({ run: 'run-9', component: 'database' });
  const killed = {
    ...plainReport('backend', 'interrupted', 'interrupted during deploy'),
    startedAt: kept.startedAt,
  };
  const { report, text } = await told({
    entries: [started({ run: 'run-9' })],
    notes: [work(kept), { type: 'work', target: 'deploy', report: killed }],
  });
  expect(report?.components.map(({ component, outcome }) => [component, outcome])).toEqual([
    ['backend', 'interrupted'],
    ['database', 'deployed'],
  ]);
  expect(text).toContain('live now from this run: database');
  expect(text).toContain('perhaps changed in part: backend');
});

it('pitfall 32: is partly done when the window ended in mid-run, and takes nothing back where failures are', async () => {
  const kept = receipt({ run: 'run-9', component: 'database' });
  const error = { code: 'CONVOY_WINDOW_ENDED', message: 'nothing more was started', remedy: 'go on then' };
  const flags = { ...NO_FLAGS, onFailure: 'rollback' as const };
  const refused = { ...plainReport('backend', 'refused', 'refused'), error };
  const { report, text } = await told({
    entries: [released, kept],
    notes: [work(kept), { type: 'work', target: 'deploy', report: refused }],
    run: { flags },
  });
  expect(report?.outcome).toBe('partial');
  expect(text).not.toContain('goes back');
  expect(text).toContain('go on then');
  expect(text).toContain('npx nx run-many -t deploy --configuration=dev');
});

it('tells both stories of a run that failed and was undone, and what is held', async () => {
  const failed = failedReceipt({ run: 'run-9' });
  const flags = { ...NO_FLAGS, onFailure: 'rollback' as const };
  const nested = [
    started({ run: 'nested', verb: 'rollback', target: 'run-0', startedAt: '2026-03-02T12:00:00.000Z' }),
    rolledBack({
      run: 'nested',
      startedAt: '2026-03-02T12:00:00.000Z',
      finishedAt: '2026-03-02T12:01:00.000Z',
    }),
  ];
  const { report, text, bases } = await told({
    entries: [released, failed],
    notes: [work(failed)],
    run: { flags },
    nested,
  });
  expect(report).toMatchObject({
    outcome: 'rolled-back',
    components: [
      {
        component: 'backend',
        outcome: 'rolled-back',
        summary: 'rolled back; before that: failed at serverless deploy',
        error: { code: 'CONVOY_STEP_FAILED' },
      },
    ],
  });
  expect(text).toContain('held since run nested rolled back: backend');
  expect(bases).toEqual([]);
});

it('says which pins moved since the set last passed when verification fails', async () => {
  const failure = {
    code: 'CONVOY_NOT_VERIFIED',
    step: 'verify',
    message: 'failed: GET /',
    remedy: 'mend it',
  };
  const bad = receipt({ run: 'run-9', outcome: 'failed', verdict: 'failed', failure });
  const { text } = await told({ entries: [released, bad], notes: [work(bad)] });
  expect(text).toContain('since the set last passed (run run-0):');
  expect(text).toContain('    backend moved: aaaaaaa → bbbbbbb');
});

it('does not speak of pins where something else than verification failed', async () => {
  const failed = failedReceipt({ run: 'run-9' });
  expect((await told({ entries: [released, failed], notes: [work(failed)] })).text).not.toContain(
    'last passed',
  );
});

it('is no release where only some components were deployed and others are not at their pins', async () => {
  const kept = receipt({ run: 'run-9' });
  workspace.pin('backend', 'dev', pin('c', { repo: 'backend-repo' }));
  expect(await told({ entries: [kept], notes: [work(kept)] })).toMatchObject({
    report: { outcome: 'partial' },
    bases: [],
    isFree: true,
  });
});

it('tells the story before it says that the ledger is away, and keeps the last word', async () => {
  const kept = receipt({ run: 'run-9' });
  const world = new FakeWorld();
  const close = jest.spyOn(world.receipts, 'close');
  close.mockImplementation(async () => {
    world.records.away = true;
    world.records.reach();
  });
  await expect(told({ entries: [kept], notes: [work(kept)], world })).rejects.toMatchObject({
    code: 'CONVOY_LEDGER_UNREACHABLE',
  });
  expect(world.output.text()).toContain('✔ backend');
  expect(await world.late.pending('dev')).toMatchObject([{ type: 'release' }]);
});
