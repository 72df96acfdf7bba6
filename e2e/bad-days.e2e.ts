import { kill } from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { pushChange, pushMerge } from './harness/change-sample';
import { allProcesses, processesOf, runOf, until } from './harness/processes';
import type { RunningNx } from './harness/run-nx';
import { outcomes, Sandbox } from './harness/sandbox';

// One story, told in order, in one sandbox: everything that can go wrong with a run, on the real thing.
jest.setTimeout(20 * 60_000);

const FEATURE = 'feature/my-feature';
const RANDOM_KILLS = Math.max(1, Math.floor(Number(process.env['CONVOY_TEST_REPEAT'] ?? '10') / 10));
const DEPLOY = ['run-many', '-t', 'deploy', '--configuration=dev'];

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await Sandbox.start('package', { released: ['dev'] });
});
afterAll(async () => {
  await sandbox.stop();
});

describe('a release and the way back', () => {
  it('eight rivals for one environment: one wins, the others are told who, before anything of theirs began', async () => {
    await sandbox.pin('dev', FEATURE);
    const rivals = Array.from({ length: 8 }, () => sandbox.start(DEPLOY));
    const ends = await Promise.all(rivals.map((rival) => rival.ended));
    const winners = ends.filter((end) => end.code === 0);
    const losers = ends.filter((end) => end.output.includes('CONVOY_LOCK_HELD'));
    expect([winners.length, losers.length]).toEqual([1, 7]);
    const winner = sandbox.lastReport(winners[0]?.output ?? '');
    expect(winner.outcome).toBe('released');
    for (const rival of rivals) {
      const told = rival.heard('CONVOY_LOCK_HELD');
      // The first line of a run stands before the ledger is read.
      if (told !== null) expect(told - (rival.heard('· run ') ?? 0)).toBeLessThan(2_000);
    }
    for (const { output } of losers) {
      expect(output).toContain(`run ${winner.run}`);
      expect(output).toMatch(/--wait-for-lock=\d+/);
      expect(output).not.toContain('Running target');
    }
    expect(await schema()).toBe(4);
    expect((await health()).commit).toBe(commitOf('profile-360-backend'));
  });

  it('nx run-many -t rollback brings the whole set back: answers of the old version, schema, front end, in reverse order', async () => {
    const before = releases()[0];
    const plan = await sandbox.nx(['run', 'convoy:plan:dev', '--rollback']);
    expect(plan.output).toContain('U004__add_department.sql');
    expect(await schema()).toBe(4);
    const { code, report } = await sandbox.rollback('dev');
    expect(report.outcome).toBe('rolled-back');
    expect(code).toBe(0);
    expect(outcomes(report)).toEqual({
      'assurex-infra-database': 'rolled-back',
      'profile-360-backend': 'rolled-back',
      'assurex-infra-graphql': 'unchanged',
      'assurex-insights-engine': 'unchanged',
      trustx: 'rolled-back',
    });
    const at = (name: string): number =>
      Date.parse(report.components.find((each) => each.component === name)?.startedAt ?? '');
    expect(at('trustx')).toBeLessThan(at('profile-360-backend'));
    expect(at('profile-360-backend')).toBeLessThan(at('assurex-infra-database'));
    expect(await schema()).toBe(3);
    expect(await health()).toMatchObject({ commit: before?.['profile-360-backend'], schema: 3 });
    expect(await page()).toContain(`content="${before?.['trustx'] ?? ''}"`);
    expect(digests()).toEqual(digestsOfRelease(0));
    expect(sandbox.ledger('log', '--format=%s', 'deployments/dev')).toMatch(/rolled back/);
    expect(lock('dev')).toBe('');
  });

  it('says that there is nothing before the first release, and touches nothing', async () => {
    const head = sandbox.ledger('rev-parse', 'deployments/dev');
    const { code, output } = await sandbox.nx(['run-many', '-t', 'rollback', '--configuration=dev']);
    expect(output).toContain('CONVOY_NO_RELEASE');
    expect(output).toContain('nothing was touched');
    expect(code).not.toBe(0);
    expect(sandbox.ledger('rev-parse', 'deployments/dev')).toBe(head);
    expect(lock('dev')).toBe('');
  });
});

describe('a run that is stopped', () => {
  const hits: [string, (nx: RunningNx) => void, boolean][] = [
    ['Ctrl-C', ({ pid }) => kill(-pid, 'SIGINT'), true],
    ['SIGTERM to nx alone', ({ pid }) => kill(pid, 'SIGTERM'), true],
    ['kill -9 of nx alone', ({ pid }) => kill(pid, 'SIGKILL'), true],
    ['kill -9 of its whole group', ({ pid }) => kill(-pid, 'SIGKILL'), false],
  ];

  it.each(hits)(
    '%s: no process of ours is left after 5 s, and nothing is started afterwards',
    async (_how, hit, recorded) => {
      const nx = sandbox.start(DEPLOY);
      const run = await runOf(nx);
      await until('a command of the deploy', () => commandsOf(run).length > 0);
      const startedBefore = started(run);
      hit(nx);
      await nx.ended;
      await until('the end of every process of ours', () => processesOf(run).length === 0, 5);
      expect(started(run)).toEqual(startedBefore);
      const receipts = sandbox.ledger('log', `--grep=Run: ${run}`, '--format=%s', 'deployments/dev');
      if (recorded) expect(receipts).toContain('interrupted');
    },
  );

  it('unlock needs a reason, is recorded, and the run that lost its lock starts no step and writes nothing', async () => {
    const nx = sandbox.start(DEPLOY);
    const run = await runOf(nx);
    await until('a command of the deploy', () => commandsOf(run).length > 0);
    const paused = processesOf(run).filter(({ words }) => !words.includes('guard.mjs'));
    for (const { pid } of paused) killSafely(pid, 'SIGSTOP');
    try {
      const bare = await sandbox.nx(['run', 'convoy:unlock:dev']);
      expect(bare.output).toContain(run);
      expect(bare.output).toContain('--reason');
      expect(bare.code).not.toBe(0);
      const broken = await sandbox.nx(['run', 'convoy:unlock:dev', '--reason=the laptop sleeps']);
      expect(broken.code).toBe(0);
    } finally {
      for (const { pid } of paused) killSafely(pid, 'SIGCONT');
    }
    const { code, output } = await nx.ended;
    expect(code).not.toBe(0);
    expect(output).toContain('CONVOY_LOCK_LOST');
    expect(sandbox.lastReport(output).outcome).toBe('interrupted');
    expect(sandbox.ledger('log', '-1', '--format=%s', 'deployments/dev')).toContain('the laptop sleeps');
  });

  it(`${RANDOM_KILLS} times killed at a random moment, the next same command does what is missing, and no migration runs twice`, async () => {
    for (let index = 0; index < RANDOM_KILLS; index += 1) {
      // First the feature, of which nothing is verified yet; then there and back.
      const ref = index % 2 === 0 ? FEATURE : 'main';
      if (index > 0) await sandbox.pin('dev', ref, 'profile-360-backend', 'trustx');
      const nx = sandbox.start([...DEPLOY, '--reason=toggle']);
      const run = await runOf(nx);
      await pause(Math.random() * 25_000);
      killSafely(-nx.pid, 'SIGKILL');
      await nx.ended;
      await until('the end of every process of ours', () => processesOf(run).length === 0, 5);
      const { report, output } = await sandbox.deploy('dev', '--reason=toggle');
      if (!['released', 'unchanged'].includes(report.outcome))
        throw new TypeError(`kill ${index}\n${output}`);
      expect((await health()).commit).toBe(commitOf('profile-360-backend'));
      expect(await page()).toContain(commitOf('trustx'));
      expect(await appliedTimes(4)).toBe(1);
      expect(lock('dev')).toBe('');
    }
  });

  it('--on-failure=rollback: a failed run undoes what it deployed, under its own lock, and tells both stories', async () => {
    const healthy = await health();
    pushChange(sandbox.remote('profile-360-backend'), 'broken/answer', {
      'handler.py': (old) => old.replace('respond(200, {"status": "ok"', 'respond(500, {"status": "bad"'),
    });
    await sandbox.pin('dev', 'broken/answer', 'profile-360-backend');
    const { code, output, report } = await sandbox.deploy('dev', '--on-failure=rollback', '--reason=a try');
    expect(report.outcome).toBe('rolled-back');
    expect(outcomes(report)['profile-360-backend']).toBe('rolled-back');
    expect(code).not.toBe(0);
    expect(output).toContain('CONVOY_NOT_VERIFIED');
    expect(await health()).toEqual(healthy);
    expect(lock('dev')).toBe('');
  });
});

describe('an environment that is promoted into', () => {
  it('refuses a tree that never passed where it comes from, and one that is not on its branch', async () => {
    expect((await sandbox.deploy('preprod')).report.outcome).toBe('released');
    pushChange(sandbox.remote('profile-360-backend'), 'untested', { 'README.md': (old) => `${old}\nNew.\n` });
    await sandbox.pin('preprod', 'untested', 'profile-360-backend');
    const gate = await sandbox.nx(['run-many', '-t', 'deploy', '--configuration=preprod']);
    expect(gate.output).toContain('CONVOY_GATE');
    await sandbox.pin('preprod', FEATURE, 'profile-360-backend');
    const branch = await sandbox.nx(['deploy', 'profile-360-backend', '--configuration=preprod']);
    expect(branch.output).not.toContain('Running target');
    expect(branch.output).toContain('CONVOY_BRANCH_WRONG');
    expect(branch.code).not.toBe(0);
  });

  it('holds the set that was rolled back until somebody releases it with a reason', async () => {
    for (const repo of ['assurex-infra', 'profile-360-backend'])
      pushMerge(sandbox.remote(repo), FEATURE, 'stg');
    await sandbox.pin('preprod', 'stg', 'assurex-infra-database', 'profile-360-backend');
    expect((await sandbox.deploy('preprod')).report.outcome).toBe('released');
    const back = await sandbox.rollback('preprod');
    expect(back.report.outcome).toBe('rolled-back');
    const held = await sandbox.nx(['run-many', '-t', 'deploy', '--configuration=preprod']);
    expect(held.output).toContain('CONVOY_HELD ');
    expect(held.output).not.toContain('Running target');
    const released = await sandbox.nx([
      ...['deploy', 'assurex-infra-database', '--configuration=preprod'],
      ...['--release-hold', '--reason=it was the network'],
    ]);
    expect(released.code).toBe(0);
    expect(sandbox.ledger('log', '--format=%s', 'deployments/preprod')).toContain('it was the network');
  });

  it('Rule 2: the front end is refused while the backend is not verified at its pin, and the old page goes on', async () => {
    await sandbox.pin('dev', 'untested', 'profile-360-backend');
    await sandbox.pin('dev', 'main', 'trustx');
    const before = await page();
    const run = await sandbox.nx(['deploy', 'trustx', '--configuration=dev', '--exclude-task-dependencies']);
    expect(run.output).toContain('CONVOY_ORDER_DEPENDENCY_NOT_VERIFIED');
    expect(run.code).not.toBe(0);
    expect(await page()).toBe(before);
  });

  it('the other world sees nothing of it', async () => {
    const status = await sandbox.nx(['run', 'convoy:status:dev', '--outputFile=aws.json'], {
      CONVOY_WORLD: 'aws',
      AWS_ACCESS_KEY_ID: 'none',
      AWS_SECRET_ACCESS_KEY: 'none',
      AWS_EC2_METADATA_DISABLED: 'true',
    });
    expect(status.output).not.toContain('sandbox/remotes/ledger.git');
    expect(status.output).not.toContain(commitOf('trustx').slice(0, 7));
  });
});

function commandsOf(run: string) {
  return allProcesses().filter(
    ({ words }) => words.includes(`guard.mjs --run=${run}`) && !words.includes('npm ci'),
  );
}

function started(run: string): string[] {
  const log = sandbox.ledger('log', `--grep=Run: ${run}`, '--format=%s', 'deployments/dev');
  return log.split('\n').filter((line) => line.includes('started'));
}

function killSafely(pid: number, signal: NodeJS.Signals): void {
  try {
    kill(pid, signal);
  } catch {
    // It had ended by itself.
  }
}

function lock(environment: string): string {
  return sandbox.ledger('for-each-ref', `refs/convoy/locks/${environment}`);
}

async function health(): Promise<{ commit: string }> {
  return JSON.parse((await sandbox.ask('http://api-dev.trustx.cloud/health')).text) as { commit: string };
}

async function page(): Promise<string> {
  return (await sandbox.ask('http://convoy-dev.trustx.pages.dev/')).text;
}

function commitOf(component: string): string {
  return sandbox.pinned(component, 'dev').commit;
}

interface State {
  readonly components: Record<string, { verified: { contentDigest: string | null } | null }>;
  readonly releases: { entry: string; components: Record<string, { commit: string }> }[];
}

function state(): State {
  return JSON.parse(sandbox.ledger('show', 'deployments/dev:state.json')) as State;
}

/** Commits by component, the oldest release first. */
function releases(): Record<string, string>[] {
  return state().releases.map(({ components }) =>
    Object.fromEntries(Object.entries(components).map(([name, { commit }]) => [name, commit])),
  );
}

function digests(): Record<string, string | null> {
  return Object.fromEntries(
    Object.entries(state().components).map(([name, { verified }]) => [name, verified?.contentDigest ?? null]),
  );
}

function digestsOfRelease(index: number): Record<string, string | null> {
  const entry = state().releases[index]?.entry ?? '';
  const { components } = JSON.parse(sandbox.ledger('show', `deployments/dev:${entry}`)) as {
    components: Record<string, { contentDigest: string | null }>;
  };
  return Object.fromEntries(Object.entries(components).map(([name, each]) => [name, each.contentDigest]));
}

async function query<T>(sql: string): Promise<T[]> {
  const { postgres } = sandbox.describe();
  const { host, port, user, password } = postgres;
  const client = new Client({ host, port, user, password, database: 'assurex_dev' });
  await client.connect();
  try {
    return (await client.query(sql)).rows as T[];
  } finally {
    await client.end();
  }
}

async function schema(): Promise<number> {
  const [row] = await query<{ version: number }>('select max(version) as version from schema_migrations');
  return row?.version ?? 0;
}

async function appliedTimes(version: number): Promise<number> {
  return (await query(`select * from schema_migrations where version = ${version}`)).length;
}
