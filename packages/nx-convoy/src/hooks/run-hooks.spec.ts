import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { FakeWorld } from '../../tests/fakes/fake-world';
import { account, commit, manifest, pin, receipt, tree } from '../../tests/fakes/values';
import { plainReport, receiptReport } from '../decide/receipt-report';
import { verifiedLine } from '../decide/verified-line';
import { ledgerUnreachable } from '../model/errors';
import { pinPath } from '../model/pin';
import type { RunContext } from '../model/run-context';
import type { RunReport } from '../model/run-report';
import type { TaskNote } from '../model/task-note';
import { afterRun } from './after-run';
import { beforeRun } from './before-run';

let world: FakeWorld;
let announced: RunContext | null = null;
const bases: string[] = [];
const built: string[] = [];

jest.mock('../world', () => ({
  worldNameOf: () => 'sandbox',
  currentTime: () => world.time.now(),
  isCacheOff: () => false,
  parentRun: () => null,
  announceRun: (run: RunContext) => {
    announced = run;
  },
  announcedRun: () => announced,
  worldOf: (_root: string, environment: string) => {
    built.push(environment);
    return Object.assign(world, {
      listen: () => () => {},
      moveBase: (name: string) => void bases.push(name),
      knowsRevision: async (revision: string) => revision === 'known',
      announceLive: () => undefined,
      maskedError: (error: unknown) => error,
    });
  },
}));

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'convoy-hooks-'));
  write('repos.json', manifest());
  for (const component of ['database', 'backend', 'frontend'])
    write(pinPath(component, 'dev'), pin('b', { repo: `${component}-repo` }));
  world = new FakeWorld();
  announced = null;
  bases.length = 0;
  built.length = 0;
});
afterEach(() => rmSync(root, { recursive: true }));

function write(path: string, value: unknown): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), JSON.stringify(value));
}

const argv = (line: string): string[] => ['node', 'nx', ...line.split(' ')];
const before = (line: string): Promise<void> => beforeRun({ workspaceRoot: root, argv: argv(line) });
const after = (line: string, taskResults = {}): Promise<void> =>
  afterRun({ workspaceRoot: root, argv: argv(line), taskResults });

describe('a question that pins and ledgers answer', () => {
  const first = (where: string): string =>
    `${where} · sandbox · run ${announced?.run ?? ''} · ledger the fake ledger`;

  it('needs no environment, and asks nobody but the ledgers', async () => {
    await before('run convoy:metrics');
    expect(world.lines).toEqual([first('dev, preprod, prod')]);
    expect(announced).toMatchObject({ environment: '' });
    expect(world.calls).toEqual([]);
  });

  it('is about one environment where one is named, be it closed', async () => {
    await before('run convoy:metrics:prod');
    expect(world.lines).toEqual([first('prod')]);
    expect(announced).toMatchObject({ environment: 'prod' });
  });

  it('about a feature is answered once, before the tasks, and printed once, after them', async () => {
    for (const repo of ['database-repo', 'backend-repo', 'frontend-repo']) {
      const remote = world.sources.remote(repo);
      const start = remote.commit({ parents: [], subject: 'start', files: { a: 'a' } });
      remote.refs.set('refs/heads/main', start);
      const x = remote.commit({ parents: [start], subject: 'x', files: { a: 'a', x: repo } });
      if (repo !== 'database-repo') remote.refs.set('refs/heads/feature/x', x);
    }
    await before('run-many -t status --feature=feature/x');
    expect(world.calls.filter((call) => call.startsWith('ledger'))).toEqual([
      'ledger.refresh',
      'ledger.refresh',
      'ledger.refresh',
    ]);
    expect(world.calls.filter((call) => /^(cloud|locks)/.test(call))).toEqual([]);
    await after('run-many -t status --feature=feature/x');
    expect(world.lines.slice(1)).toEqual([
      '',
      'feature/x · in 2 of 3 repositories',
      '  component  commit   dev        preprod    prod (closed)',
      expect.stringMatching(/^ {2}backend {4}[0-9a-f]{7} {2}not there {2}– {10}not there$/),
      expect.stringMatching(/^ {2}frontend {3}[0-9a-f]{7} {2}not there {2}not there {2}not there$/),
      '  database-repo: has no feature/x',
      'then:  npx nx g nx-convoy:feature feature/x --environment=dev',
    ]);
  });

  it.each([
    ['a branch that nobody has', 'run-many -t status --feature=feature/z', 'CONVOY_REF_NOT_FOUND'],
    ['a feature of a deploy', 'run-many -t deploy -c dev --feature=feature/x', 'CONVOY_FLAG_MISPLACED'],
    ['an unknown environment', 'run convoy:metrics:deev', 'CONVOY_ENVIRONMENT_UNKNOWN'],
    ['no environment where one is needed', 'run-many -t status', 'CONVOY_ENVIRONMENT_MISSING'],
  ])('refuses %s', async (_name, line, code) => {
    for (const repo of ['database-repo', 'backend-repo', 'frontend-repo']) {
      const remote = world.sources.remote(repo);
      remote.refs.set('refs/heads/main', remote.commit({ parents: [], subject: 'start', files: {} }));
    }
    await expect(before(line)).rejects.toThrow(code);
  });
});

describe('before a run', () => {
  it('names the run and says where it will act', async () => {
    await before('run-many -t deploy -c dev');
    expect(announced).toMatchObject({
      run: expect.stringMatching(/^[0-9a-f]{8}$/) as string,
      environment: 'dev',
      world: 'sandbox',
      startedAt: '2026-03-02T12:00:00.000Z',
    });
    expect(world.lines).toEqual([
      `dev · sandbox · account ${account} · us-east-1 · database db_dev · run ${announced?.run ?? ''} · ledger the fake ledger`,
    ]);
  });

  it('asks who is asking and what the ledger says, and takes the lock where there is work', async () => {
    await before('run-many -t deploy -c dev');
    expect(world.calls).toEqual([
      'cloud.account',
      'ledger.refresh',
      'coordination.uncommitted',
      'ledger.head',
      'locks.attempt',
      'outbox.pending',
      'ledger.refresh',
      'ledger.head',
      'ledger.head',
    ]);
  });

  it('announces a deploy that has work, and hands on what its end refers to; nothing else is news', async () => {
    const { environments, repos } = manifest();
    const announce = { slack: { token: '$SLACK_BOT_TOKEN', channel: '#deploys' } };
    write('repos.json', {
      environments: { ...environments, dev: { ...environments['dev'], announce } },
      repos,
    });
    await before('run-many -t verify -c dev');
    await before('run-many -t plan -c dev');
    expect(world.slack.messages).toEqual([]);
    world = new FakeWorld();
    await before('run-many -t deploy -c dev');
    expect(announced).toMatchObject({ announced: { thread: 'ts-1' } });
    expect(world.slack.messages).toMatchObject([
      { to: '#deploys', text: expect.stringContaining('*dev*: deploy of all components begins') as string },
    ]);
  });

  it.each<[string, string, string]>([
    ['no environment', 'run-many -t deploy', 'CONVOY_ENVIRONMENT_MISSING'],
    ['an unknown environment', 'run-many -t deploy -c preprd', 'CONVOY_ENVIRONMENT_UNKNOWN'],
    ['an unknown environment of a named test', 'test backend -c preprd', 'CONVOY_ENVIRONMENT_UNKNOWN'],
    ['a closed environment', 'run-many -t deploy -c prod', 'CONVOY_ENVIRONMENT_CLOSED'],
    ['a closed environment, beside looking', 'run-many -t plan,verify -c prod', 'CONVOY_ENVIRONMENT_CLOSED'],
    ['a component that is absent there', 'deploy backend -c preprod', 'CONVOY_COMPONENT_ABSENT'],
    [
      'an absent one of several',
      'run-many -t deploy -p frontend,backend -c preprod',
      'CONVOY_COMPONENT_ABSENT',
    ],
  ])('refuses %s before any call', async (_what, line, code) => {
    await expect(before(line)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(code) as string,
    });
    expect(built).toEqual([]);
    expect(world.calls).toEqual([]);
    expect(announced).toBeNull();
  });

  it('says what was meant', async () => {
    await expect(before('deploy frontend -c preprd')).rejects.toThrow('--configuration=preprod');
  });

  it('refuses the identity of another account', async () => {
    world = new FakeWorld('999999999999');
    await expect(before('run-many -t deploy -c dev')).rejects.toMatchObject({ code: 'CONVOY_ACCOUNT_WRONG' });
    expect(world.lines).toEqual([]);
  });

  it('refuses a manifest with problems, and one that is not there', async () => {
    writeFileSync(join(root, 'repos.json'), '{');
    await expect(before('run-many -t plan -c dev')).rejects.toMatchObject({
      code: 'CONVOY_MANIFEST_INVALID',
    });
    rmSync(join(root, 'repos.json'));
    await expect(before('run-many -t plan -c dev')).rejects.toMatchObject({
      code: 'CONVOY_MANIFEST_MISSING',
    });
  });

  it.each(['run convoy:plan:prod', 'run-many -t status -c prod'])(
    'lets a closed environment be looked at, without a call: nx %s',
    async (line) => {
      await before(line);
      expect(announced).toMatchObject({ environment: 'prod', startedAt: '2026-03-02T12:00:00.000Z' });
      expect(world.calls).toEqual([]);
    },
  );

  it('lets tests run without an environment and without an identity', async () => {
    world = new FakeWorld('999999999999');
    await before('run-many -t test');
    expect(announced?.environment).toBe('dev');
    expect(world.calls).toEqual([]);
  });

  it.each([
    'build app --configuration=production',
    'test app -c ci',
    'graph',
    'show project backend',
    '--version',
  ])('is not concerned by nx %s', async (line) => {
    await before(line);
    expect(announced).toBeNull();
    expect(built).toEqual([]);
  });
});

describe('after a run', () => {
  const work = (target: string, report: ReturnType<typeof plainReport>): TaskNote => ({
    type: 'work',
    target,
    report,
  });
  const note = (key: string, value: TaskNote): Promise<void> =>
    world.notes.note(announced?.run ?? '', key, value);
  const told = (): string => world.lines.slice(1).join('\n');
  const reported = (): RunReport => [...world.notes.reports.values()][0] as unknown as RunReport;
  const verified = (component: string) => receipt({ component });

  it('reports what the tasks noted, in deploy order, and writes it down', async () => {
    await before('run-many -t deploy -c dev');
    await note('deploy-frontend', work('deploy', receiptReport(verified('frontend'))));
    await note('deploy-database', work('deploy', receiptReport(verified('database'))));
    await note('prepare-backend', work('prepare', plainReport('backend', 'not-started', 'not started')));
    world.time.advance(61_000);
    await after('run-many -t deploy -c dev');
    expect(reported()).toMatchObject({
      run: announced?.run,
      environment: 'dev',
      world: 'sandbox',
      outcome: 'partial',
      finishedAt: '2026-03-02T12:01:01.000Z',
    });
    expect(reported().components.map((each) => each.component)).toEqual(['database', 'backend', 'frontend']);
    expect(told()).toContain('✔ database');
    expect(told()).toContain(`in 1 m 01 s · report .convoy/runs/${announced?.run ?? ''}.json`);
    expect(bases).toEqual([]);
  });

  it('calls it a release when every component is verified at its pin, and moves the base', async () => {
    await before('deploy backend -c dev');
    world.receipts.record('dev', ['database', 'backend', 'frontend'].map(verified));
    await note('deploy-backend', work('deploy', receiptReport(verified('backend'))));
    await after('deploy backend -c dev');
    expect(reported().outcome).toBe('released');
    expect(bases).toEqual(['dev']);
  });

  it('calls it no release while one of them is at another tree', async () => {
    await before('deploy backend -c dev');
    const elsewhere = receipt({ component: 'frontend', commit: commit('a'), tree: tree('a') });
    world.receipts.record('dev', [verified('database'), verified('backend'), elsewhere]);
    await note('deploy-backend', work('deploy', receiptReport(verified('backend'))));
    await after('deploy backend -c dev');
    expect(reported().outcome).toBe('partial');
    expect(bases).toEqual([]);
  });

  it('tells the story even where the ledger cannot say whether it is a release, then why', async () => {
    await before('deploy backend -c dev');
    await note('deploy-backend', work('deploy', receiptReport(verified('backend'))));
    jest.spyOn(world.receipts, 'read').mockRejectedValue(ledgerUnreachable('somewhere', 'no route'));
    await expect(after('deploy backend -c dev')).rejects.toThrow('✘ CONVOY_LEDGER_UNREACHABLE');
    expect(told()).toContain('✔ backend');
    expect(reported().outcome).toBe('partial');
    expect(bases).toEqual([]);
  });

  it('frees the lock after a verification, and moves no base', async () => {
    await before('run-many -t verify -c dev');
    await note(
      'verify-backend',
      work('verify', receiptReport(receipt({ verb: 'verify', outcome: 'unchanged' }))),
    );
    world.calls.length = 0;
    await after('run-many -t verify -c dev');
    expect(world.calls).toEqual([
      'journal.notes',
      'ledger.read',
      'coordination.head',
      'ledger.close',
      'journal.report',
    ]);
    expect(await world.locks.look('dev')).toBeNull();
    expect(reported().outcome).toBe('unchanged');
    expect(bases).toEqual([]);
  });

  it('tells of a pass that Nx replayed when it was verified, and by which run', async () => {
    const pass = receipt({ component: 'database', verb: 'verify', outcome: 'unchanged', run: 'ab12' });
    world.receipts.record('dev', [pass, verified('backend')]);
    await before('run-many -t verify -c dev');
    await note(
      'verify-backend',
      work('verify', receiptReport(receipt({ verb: 'verify', outcome: 'unchanged' }))),
    );
    const target = (project: string) => ({ task: { target: { project, target: 'verify' } } });
    await after('run-many -t verify -c dev', {
      'database:verify:dev': {
        ...target('database'),
        status: 'local-cache',
        terminalOutput: verifiedLine(pass),
      },
      'backend:verify:dev': {
        ...target('backend'),
        status: 'success',
        terminalOutput: verifiedLine(receipt()),
      },
    });
    expect(told()).toContain('unchanged, verified 2026-03-01T10:01:04Z by run ab12');
    expect(reported().components.map(({ component, verdict }) => [component, verdict])).toEqual([
      ['database', 'passed'],
      ['backend', 'passed'],
    ]);
  });

  it('prints one table of the plans, in deploy order, and reports no work', async () => {
    await before('run-many -t plan -c dev');
    const preview = (component: string) => ({
      component,
      live: null,
      pin: commit('b'),
      action: 'deploy' as const,
      why: ['first deploy'],
      commits: [],
      steps: [],
    });
    await note('plan-frontend', { type: 'plan', previews: [preview('frontend')] });
    await note('plan-convoy', { type: 'plan', previews: [preview('database'), preview('frontend')] });
    await after('run-many -t plan -c dev');
    expect(told().match(/first deploy/g)).toHaveLength(2);
    expect(told().indexOf('database')).toBeLessThan(told().indexOf('frontend'));
    expect(world.notes.reports.size).toBe(0);
  });

  it('tells with a plan until when deploys may start', async () => {
    await before('run-many -t plan -c dev');
    const calendar = 'window: open until Mon 2026-03-02 23:00 UTC';
    const nothing = { live: null, pin: null, why: [], commits: [], steps: [] };
    const previews = [{ ...nothing, component: 'database', action: 'nothing' as const }];
    await note('plan-convoy', { type: 'plan', previews, calendar });
    await after('run-many -t plan -c dev');
    expect(told()).toContain(calendar);
  });

  it('prints one table of the status, in deploy order', async () => {
    await before('run-many -t status -c dev');
    const document = (component: string) => ({
      environment: 'dev',
      world: 'sandbox' as const,
      account,
      region: 'us-east-1',
      components: [
        { component, pin: null, live: null, verdict: 'none' as const, verifiedAt: null, run: null },
      ],
    });
    await note('status-frontend', { type: 'status', document: document('frontend') });
    await note('status-database', { type: 'status', document: document('database') });
    await after('run-many -t status -c dev');
    expect(told()).toMatch(/database .*\n.*frontend /);
  });

  it('prints one table of the drift, in deploy order, and once how much there is', async () => {
    await before('run-many -t drift -c dev');
    const document = (...components: string[]) => ({
      environment: 'dev',
      world: 'sandbox' as const,
      account: '1',
      region: 'us-east-1',
      against: null,
      components: components.map((component) => ({ component, differences: [] })),
    });
    await note('drift-frontend', { type: 'drift', document: document('frontend') });
    await note('drift-convoy', { type: 'drift', document: document('frontend', 'database') });
    await after('run-many -t drift -c dev');
    expect(told()).toMatch(/✔ database  no drift\n✔ frontend  no drift\ndev: no drift$/);
  });

  it('says nothing after a run that was not ours', async () => {
    await after('build app');
    expect(built).toEqual([]);
    expect(world.lines).toEqual([]);
  });

  it('does not tell the last run again after a command that is not ours', async () => {
    await before('run-many -t deploy -c dev');
    await note('deploy-backend', work('deploy', receiptReport(verified('backend'))));
    world.lines.length = 0;
    await after('build app --configuration=production');
    expect(world.lines).toEqual([]);
    expect(world.notes.reports.size).toBe(0);
  });

  it('presents a refusal so that Nx shows it', async () => {
    await before('run-many -t deploy -c dev');
    rmSync(join(root, 'repos.json'));
    await expect(after('run-many -t deploy -c dev')).rejects.toThrow('✘ CONVOY_MANIFEST_MISSING');
  });
});
