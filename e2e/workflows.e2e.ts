import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { kill } from 'node:process';
import type { MetricsDocument } from '../packages/nx-convoy/src/model/metrics-document';
import { pushChange, pushMerge } from './harness/change-sample';
import { until } from './harness/processes';
import { Sandbox } from './harness/sandbox';

// What the story of docs/guide.md (guide.e2e.ts) does not tell of the team's workflows.
jest.setTimeout(10 * 60_000);

const REPOS = ['assurex-infra', 'profile-360-backend', 'assurex-insights-engine', 'trustx'] as const;

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await Sandbox.start('package', { released: ['dev'] });
});
afterAll(async () => {
  await sandbox.stop();
});

const ref = (repo: string, name: string): string | null => sandbox.ref(repo, name);
const heads = () => Object.fromEntries(REPOS.map((repo) => [repo, ref(repo, 'refs/heads/stg')] as const));

async function generate(...words: string[]): Promise<string> {
  const { code, output } = await sandbox.nx(['g', ...words]);
  if (code !== 0) throw new TypeError(output);
  return output;
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

describe('a promotion', () => {
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
  it('that changed nothing has nothing to go back', async () => {
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
    sandbox.commit('dev follows a branch');
  });

  it('and its deploys are counted by the metrics, with how long a commit took', async () => {
    const { output } = await sandbox.nx(['run', 'convoy:metrics', '--outputFile=metrics.json']);
    const told = JSON.parse(readFileSync(join(sandbox.root, 'metrics.json'), 'utf8')) as MetricsDocument;
    rmSync(join(sandbox.root, 'metrics.json'));
    const counted = told.environments.map(({ environment, components }) => [
      environment,
      components.find(({ component }) => component === 'assurex-insights-engine')?.deployments,
    ]);
    // The first deploy and one for each push.
    expect(counted).toEqual([
      ['dev', 3],
      ['preprod', 0],
      ['prod', 0],
    ]);
    expect(told.environments[0]?.all).toMatchObject({
      unknownLeadTimes: 0,
      changeFailureRate: { failed: 0 },
    });
    expect(output).toContain('prod  nothing was deployed');
  });
});

describe('a feature that is closed', () => {
  it('leaves neither pins nor previews, and the page of dev as it is', async () => {
    const remote = sandbox.remote('trustx');
    const home = sandbox.pinned('trustx', 'dev');
    const preview = 'http://feature-closed.trustx.pages.dev/';
    const shows = async (url: string) => (await sandbox.ask(url)).status === 200;
    pushChange(remote, 'feature/closed', { 'NOTES.md': () => 'of a feature' });
    await generate('nx-convoy:feature', 'feature/closed');
    expect(sandbox.pinned('trustx', 'dev').commit).toBe(ref('trustx', 'refs/heads/feature/closed'));
    await until('the preview', () => shows(preview), 60);
    const closed = await generate('nx-convoy:feature', 'feature/closed', '--close');
    expect(closed).toMatch(/trustx {2}its preview is removed: https:\/\/[0-9a-f]{8}\.trustx\.pages\.dev/);
    expect(sandbox.pinned('trustx', 'dev').tree).toBe(home.tree);
    expect(await shows(preview)).toBe(false);
    expect(await shows('http://convoy-dev.trustx.pages.dev/')).toBe(true);
    const { code, output } = await sandbox.nx(['g', 'nx-convoy:feature', 'feature/closed', '--close']);
    expect(code).not.toBe(0);
    expect(output).toContain('CONVOY_REF_NOT_FOUND');
  });
});

describe('where a feature is', () => {
  const where = (branch: string) => sandbox.nx(['run-many', '-t', 'status', `--feature=${branch}`]);

  it('is told of every component that it changes in every environment, without naming one', async () => {
    const { code, output } = await where('feature/my-feature');
    expect(output).toMatch(/component +commit +dev +preprod +prod \(closed\)/);
    for (const component of ['assurex-infra-database', 'profile-360-backend', 'trustx'])
      expect(output).toMatch(new RegExp(`${component} +[0-9a-f]{7} +not there +not there +not there`));
    expect(output).toContain('assurex-insights-engine: has no feature/my-feature');
    expect(code).toBe(0);
  });

  it('is told of one that is deployed and verified, with what takes it further', async () => {
    const { output } = await where('feature/followed');
    expect(output).toMatch(/assurex-insights-engine +[0-9a-f]{7} +verified +not there +not there/);
    expect(output).toContain('npx nx g nx-convoy:promote --from=dev --to=preprod');
  });

  it('is refused for a branch that nobody knows', async () => {
    const { code, output } = await sandbox.nx(['run', 'convoy:status', '--feature=feature/never']);
    expect(code).not.toBe(0);
    expect(output).toContain('CONVOY_REF_NOT_FOUND');
  });
});

it('the guide names the commands that were run here', () => {
  const guide = readFileSync(join(__dirname, '..', 'docs', 'guide.md'), 'utf8');
  for (const command of [
    'npx nx g nx-convoy:feature feature/my-feature',
    'npx nx affected -t deploy --configuration=dev --base=refs/convoy/base/dev',
    'npx nx run-many -t status --feature=feature/my-feature',
    'npx nx run convoy:metrics',
    'npx nx g nx-convoy:promote --from=dev --to=preprod',
    'npx nx run assurex-infra-database:try --configuration=dev --ref=feature/',
    'npx nx run assurex-infra-database:sql --configuration=dev --query="SELECT * FROM schema_migrations ORDER BY version DESC LIMIT 5;"',
    'npx nx g nx-convoy:hotfix start',
    'npx nx g nx-convoy:hotfix finish',
  ])
    expect(guide).toContain(command);
});
