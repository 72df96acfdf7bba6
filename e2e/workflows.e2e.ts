import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { kill } from 'node:process';
import { pushChange, pushMerge } from './harness/change-sample';
import { until } from './harness/processes';
import { outcomes, Sandbox } from './harness/sandbox';

// The team's workflows, one after the other in one sandbox, by the commands that docs/guide.md names.
jest.setTimeout(10 * 60_000);

const REPOS = ['assurex-infra', 'profile-360-backend', 'assurex-insights-engine', 'trustx'] as const;
const BASE = 'refs/convoy/sandbox/base/dev';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await Sandbox.start('package', { released: ['dev'] });
});
afterAll(async () => {
  await sandbox.stop();
});

const ref = (repo: string, name: string): string | null => {
  try {
    const words = ['rev-parse', '--verify', '--quiet', name];
    return execFileSync('git', words, { cwd: sandbox.remote(repo), encoding: 'utf8' }).trim();
  } catch {
    return null;
  }
};
const heads = () => Object.fromEntries(REPOS.map((repo) => [repo, ref(repo, 'refs/heads/stg')] as const));

async function generate(...words: string[]): Promise<string> {
  const { code, output } = await sandbox.nx(['g', ...words]);
  if (code !== 0) throw new TypeError(output);
  return output;
}

function commit(message: string): void {
  sandbox.git('add', 'components');
  const who = ['-c', 'user.name=e2e', '-c', 'user.email=e2e@example.invalid'];
  sandbox.git(...who, 'commit', '--quiet', `--message=${message}`);
}

async function refusedPromotion(...more: string[]): Promise<string> {
  const words = ['g', 'nx-convoy:promote', '--from=dev', '--to=preprod', ...more];
  const { code, output } = await sandbox.nx(words);
  expect(code).not.toBe(0);
  return output;
}

describe('a migration, before it is deployed', () => {
  const on = (target: string, ...words: string[]) =>
    sandbox.nx(['run', `assurex-infra-database:${target}`, '--configuration=dev', ...words]);
  const newest = '--query=SELECT * FROM schema_migrations ORDER BY version DESC LIMIT 5;';

  it('tries the migration of a feature on a copy, and leaves the schema as it is', async () => {
    const { code, output } = await on('try', '--ref=feature/my-feature');
    expect(output).toContain('V004 up, down, up again: as before, and the same again');
    expect(output).toContain('+ column users.department  text');
    expect(code).toBe(0);
    const rows = await on('sql', newest);
    expect(rows.output).toContain('add_last_active');
    expect(rows.output).not.toContain('add_department');
    expect((await on('sql', '--query=select department from users')).code).not.toBe(0);
  });

  it('asks the database, and the server refuses what is smuggled past us', async () => {
    const refused = await on('sql', "--query=update users set name = 'Nobody'");
    expect(refused.output).toContain('CONVOY_SQL_WRITES');
    const smuggled = await on('sql', "--query=select nextval('users_id_seq')");
    expect(smuggled.output).toContain('cannot execute nextval() in a read-only transaction');
    expect([refused.code, smuggled.code]).not.toContain(0);
  });

  it('writes with a reason, which the ledger keeps', async () => {
    const update = "--query=update users set name = 'Ada B.' where id = 1";
    const { code, output } = await on('sql', '--write', '--reason=ticket 4711', update);
    expect(output).toContain('written, and recorded in the ledger');
    expect(code).toBe(0);
    expect((await on('sql', '--query=select name from users where id = 1')).output).toContain('Ada B.');
    const said = sandbox.ledger('log', '--format=%s', 'deployments/dev');
    expect(said).toContain('update users: ticket 4711');
    expect(said).not.toContain('Ada B.');
  });
});

describe('a feature over several repositories', () => {
  it('is shown, pinned where it changes something, and deployed with what depends on it', async () => {
    const shown = await generate('nx-convoy:feature', 'feature/my-feature');
    expect(shown).toMatch(/profile-360-backend {2}1 ahead of main, 0 behind; changes profile-360-backend/);
    expect(shown).toMatch(/assurex-infra {2}1 ahead of main, 0 behind; changes assurex-infra-database\n/);
    expect(shown).toContain('assurex-insights-engine  has no feature/my-feature');
    commit('dev to the feature');
    const deployed = await sandbox.nx(['affected', '-t', 'deploy', '--configuration=dev', `--base=${BASE}`]);
    expect(outcomes(sandbox.lastReport(deployed.output))).toMatchObject({
      'assurex-infra-database': 'deployed',
      'profile-360-backend': 'deployed',
      'assurex-insights-engine': 'unchanged',
      trustx: 'deployed',
    });
    expect(deployed.code).toBe(0);
  });
});

describe('a promotion', () => {
  it('is looked at first, and changes nothing then', async () => {
    const before = heads();
    const shown = await generate('nx-convoy:promote', '--from=dev', '--to=preprod', '--dry-run');
    expect(shown).toMatch(/profile-360-backend {2}stg → [0-9a-f]{7}/);
    expect(shown).toMatch(/trustx {2}refs\/convoy\/preprod\/next \(the deploy moves stg\) → [0-9a-f]{7}/);
    expect(shown).toMatch(/profile-360-backend passed in dev: run [0-9a-f]+/);
    expect(heads()).toEqual(before);
    expect(sandbox.git('status', '--porcelain', 'components')).toBe('');
  });

  it('one of whose pushes the server refuses leaves every repository as it was', async () => {
    const before = heads();
    const rule = join(sandbox.remote('profile-360-backend'), 'hooks', 'pre-receive');
    mkdirSync(dirname(rule), { recursive: true });
    writeFileSync(rule, '#!/bin/sh\nexit 1\n', { mode: 0o755 });
    const output = await refusedPromotion();
    rmSync(rule);
    expect(output).toContain('CONVOY_PUSH_UNDONE');
    expect(output).toContain('every repository is as it was');
    expect(heads()).toEqual(before);
  });

  it('merges into stg of every repository that has something, but moves no branch whose push deploys', async () => {
    const before = heads();
    const output = await generate('nx-convoy:promote', '--from=dev', '--to=preprod');
    expect(output).toContain('tests passed at');
    expect(output).toContain('npx nx run-many -t deploy --configuration=preprod');
    for (const repo of ['assurex-infra', 'profile-360-backend']) {
      const merged = ref(repo, 'refs/heads/stg') ?? '';
      expect(merged).not.toBe(before[repo as 'assurex-infra']);
      expect(ref(repo, `${merged}^2`)).toBe(ref(repo, 'refs/heads/feature/my-feature'));
    }
    expect(ref('trustx', 'refs/heads/stg')).toBe(before.trustx);
    expect(sandbox.pinned('trustx', 'preprod').commit).toBe(ref('trustx', 'refs/convoy/preprod/next'));
    commit('preprod follows dev');
  });

  it('is deployed in order, and what people see is the feature', async () => {
    const { report, output } = await sandbox.deploy('preprod');
    if (report.outcome !== 'released') throw new TypeError(output);
    const page = await sandbox.ask('http://app-stg.trustx.cloud/');
    expect(page.text).toContain(sandbox.pinned('trustx', 'preprod').commit);
    expect(ref('trustx', 'refs/heads/stg')).toBe(sandbox.pinned('trustx', 'preprod').commit);
    const again = await generate('nx-convoy:promote', '--from=dev', '--to=preprod');
    expect(again).toContain('nothing to promote');
  });

  it('with a conflict in one of four repositories changes nothing anywhere', async () => {
    const notes = (text: string) => ({ 'NOTES.md': () => text });
    const third = sandbox.remote('assurex-insights-engine');
    pushChange(third, 'feature/other', notes('of somebody else'));
    pushMerge(third, 'feature/other', 'stg');
    for (const repo of REPOS) pushChange(sandbox.remote(repo), 'feature/clash', notes('of the feature'));
    const before = heads();
    const output = await refusedPromotion('--feature=feature/clash');
    expect(output).toContain('CONVOY_PROMOTION_REFUSED');
    expect(output).toMatch(/assurex-insights-engine: [0-9a-f]{7} conflicts with stg in NOTES\.md/);
    expect(heads()).toEqual(before);
  });
});

describe('a hotfix', () => {
  it('begins at what main is at its remote, and goes back into every branch or none', async () => {
    const started = await generate('nx-convoy:hotfix', 'start', 'bug', '--component=assurex-insights-engine');
    expect(ref('assurex-insights-engine', 'refs/heads/hotfix/bug')).toBe(
      ref('assurex-insights-engine', 'refs/heads/main'),
    );
    expect(started).toContain('npx nx deploy assurex-insights-engine --configuration=dev');
    const finished = await generate('nx-convoy:hotfix', 'finish', 'bug');
    expect(finished).toContain('assurex-insights-engine  main has it already');
    expect(finished).toContain('done: every branch has it');
  });
});

describe('a branch that is followed', () => {
  it('is deployed after each push, and what it does not change is left alone', async () => {
    const remote = sandbox.remote('assurex-insights-engine');
    const before = sandbox.pinned('profile-360-backend', 'dev');
    pushChange(remote, 'feature/followed', { 'NOTES.md': () => 'the first push' });
    const following = sandbox.start(['run', 'convoy:follow:dev', '--ref=feature/followed', '--every=1s']);
    const ends = (): string[] => following.output().match(/feature\/followed in dev: \w+/g) ?? [];
    try {
      await until('the first deploy', () => ends().length === 1, 180);
      const first = sandbox.pinned('assurex-insights-engine', 'dev').commit;
      expect(first).toBe(ref('assurex-insights-engine', 'refs/heads/feature/followed'));
      pushChange(remote, 'feature/second', { 'MORE.md': () => 'the second push' });
      pushMerge(remote, 'feature/second', 'feature/followed');
      await until('the second deploy', () => ends().length === 2, 180);
    } finally {
      kill(-following.pid, 'SIGINT');
    }
    const { output } = await following.ended;
    expect(ends()).toEqual(['feature/followed in dev: succeeded', 'feature/followed in dev: succeeded']);
    const head = ref('assurex-insights-engine', 'refs/heads/feature/followed') ?? '';
    expect(sandbox.pinned('assurex-insights-engine', 'dev').commit).toBe(head);
    const state = sandbox.ledger('show', 'deployments/dev:state.json');
    expect(state).toContain(head);
    expect(sandbox.pinned('profile-360-backend', 'dev')).toEqual(before);
    expect(output).not.toMatch(/profile-360-backend .*stack UPDATE/);
    commit('dev follows a branch');
  });
});

it('the guide names the commands that were run here', () => {
  const guide = readFileSync(join(__dirname, '..', 'docs', 'guide.md'), 'utf8');
  for (const command of [
    'npx nx g nx-convoy:feature feature/my-feature',
    'npx nx affected -t deploy --configuration=dev --base=refs/convoy/base/dev',
    'npx nx g nx-convoy:promote --from=dev --to=preprod',
    'npx nx run assurex-infra-database:try --configuration=dev --ref=feature/',
    'npx nx run assurex-infra-database:sql --configuration=dev --query="SELECT * FROM schema_migrations ORDER BY version DESC LIMIT 5;"',
    'npx nx g nx-convoy:hotfix start',
    'npx nx g nx-convoy:hotfix finish',
  ])
    expect(guide).toContain(command);
});
