import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { LedgerState, Receipt } from '../packages/nx-convoy/src/model/receipt';
import { pushChange, pushMerge } from './harness/change-sample';
import { factsOfDev } from './harness/facts-of-dev';
import { readGuideScript } from './harness/guide-script';
import { outcomes, Sandbox, type Report } from './harness/sandbox';
import { Terminal, type Typed } from './harness/terminal';

// “Workflows, step by step” of docs/guide.md, typed from top to bottom, in one sandbox. Between the blocks, what a person would look at, and what must not work.
jest.setTimeout(10 * 60_000);

const REPOS = ['assurex-infra', 'profile-360-backend', 'assurex-insights-engine', 'trustx'] as const;
const COMPONENTS = [
  'assurex-infra-database',
  'profile-360-backend',
  'assurex-insights-engine',
  'assurex-infra-graphql',
  'trustx',
] as const;
/** Of the five: those of the feature. */
const OF_FEATURE = { 'assurex-infra-database': true, 'profile-360-backend': true, trustx: true };
const all = (outcome: string): Record<string, string> =>
  Object.fromEntries(COMPONENTS.map((name) => [name, outcome]));

const script = readGuideScript();
let sandbox: Sandbox;
let terminal: Terminal;
beforeAll(async () => {
  sandbox = await Sandbox.start('package', { released: ['dev', 'preprod'] });
  // What `git clone . ../assurex` leaves, but for the copy itself.
  sandbox.git('remote', 'add', 'origin', sandbox.root);
  terminal = new Terminal(sandbox.root);
});
afterAll(async () => {
  terminal.stop();
  await sandbox.stop();
});

/** Types the next block of the guide, which has this name; every line must end as the guide says: with 0, unless the block is about a refusal. */
async function follow(name: string): Promise<Typed[]> {
  const block = script.shift();
  expect(block?.name).toBe(name);
  const typed: Typed[] = [];
  if (block?.type === 'diff') return [await makeEdit(block.lines)];
  for (const line of block?.lines ?? []) {
    const done = await terminal.type(line);
    const isAsSaid = name.endsWith(' is refused') ? done.code === 1 : done.code === 0;
    if (!isAsSaid) throw new TypeError(`${line}\nended with ${done.code}\n${done.output}`);
    typed.push(done);
  }
  return typed;
}

/** An edit that a person makes. */
async function makeEdit(lines: readonly string[]): Promise<Typed> {
  const patch = join(sandbox.root, '.convoy', 'edit.diff');
  writeFileSync(patch, `${lines.join('\n')}\n`);
  const done = await terminal.type(`git apply "${patch}"`);
  if (done.code !== 0) throw new TypeError(done.output);
  return done;
}

const outputOf = (typed: readonly Typed[], words: string): string => {
  const done = typed.find(({ line }) => line.includes(words));
  if (done === undefined) throw new TypeError(`nothing that was typed has ${words}`);
  return done.output;
};
const reportOf = (typed: readonly Typed[], words: string): Report =>
  sandbox.lastReport(outputOf(typed, words));

const ref = (repo: string, name: string): string | null => sandbox.ref(repo, name);
const heads = () => Object.fromEntries(REPOS.map((repo) => [repo, ref(repo, 'refs/heads/stg')] as const));
const isMerged = (repo: string, branch: string, into: string): boolean => {
  const base = execFileSync('git', ['merge-base', branch, into], {
    cwd: sandbox.remote(repo),
    encoding: 'utf8',
  });
  return base.trim() === ref(repo, branch);
};

const stateOf = (environment: string): LedgerState =>
  JSON.parse(sandbox.ledger('show', `deployments/${environment}:state.json`)) as LedgerState;
const verifiedIn = (environment: string, component: string): Receipt => {
  const receipt = stateOf(environment).components[component]?.verified ?? null;
  if (receipt === null) throw new TypeError(`${component} was never verified in ${environment}`);
  return receipt;
};
const contentOf = (environment: string) =>
  Object.fromEntries(COMPONENTS.map((name) => [name, verifiedIn(environment, name).contentDigest]));

const HOSTS = {
  preprod: { api: 'api-stg.trustx.cloud', page: 'app-stg.trustx.cloud' },
  prod: { api: 'api.trustx.cloud', page: 'app.trustx.cloud' },
};
/** What people see there: the files of the front page (a revert commit serves those of an earlier one), the commit of the backend, and the schema. */
async function seenIn(environment: keyof typeof HOSTS) {
  const { api, page } = HOSTS[environment];
  const front = await sandbox.ask(`http://${page}/`);
  const { commit, schema } = JSON.parse((await sandbox.ask(`http://${api}/health`)).text) as {
    commit: string;
    schema: number;
  };
  const served = /<meta name="commit" content="([0-9a-f]+)"/.exec(front.text)?.[1] ?? 'none';
  return { page: filesAt('trustx', served), commit, schema };
}
const filesAt = (repo: string, commit: string) => ref(repo, `${commit}^{tree}`);
const pinnedIn = (environment: string, schema: number) => ({
  page: filesAt('trustx', sandbox.pinned('trustx', environment).commit),
  commit: sandbox.pinned('profile-360-backend', environment).commit,
  schema,
});

/** Lets a remote refuse a push, as a protected branch does. */
async function whileRefusing<T>(repo: string, condition: string, action: () => Promise<T>): Promise<T> {
  const rule = join(sandbox.remote(repo), 'hooks', 'update');
  mkdirSync(dirname(rule), { recursive: true });
  writeFileSync(rule, `#!/bin/sh\n${condition} && exit 1\nexit 0\n`, { mode: 0o755 });
  try {
    return await action();
  } finally {
    rmSync(rule);
  }
}

async function refused(...words: string[]): Promise<string> {
  const { code, output } = await sandbox.nx(words);
  expect(code).not.toBe(0);
  return output;
}

async function generate(...words: string[]): Promise<string> {
  const { code, output } = await sandbox.nx(['g', ...words]);
  if (code !== 0) throw new TypeError(output);
  return output;
}

/** As they were before production was opened or touched. */
let dev: Record<string, unknown>;

describe('production', () => {
  it('production is closed first, and says what it needs to be opened', async () => {
    const typed = await follow('a workspace');
    for (const environment of ['dev', 'preprod']) {
      const report = reportOf(typed, `--configuration=${environment}`);
      expect(['released', 'unchanged']).toContain(report.outcome);
    }
    dev = await factsOfDev(sandbox);
    expect(dev).toMatchObject({ stacks: { length: 5 }, functions: { length: 5 }, layers: { length: 1 } });
    const plan = outputOf(await follow('what production needs'), 'convoy:plan:prod');
    expect(plan).toMatch(/database/);
    expect(plan).toMatch(/profile-360-backend.*host/);
    expect(plan).toMatch(/trustx.*host/);
    expect(await refused('run-many', '-t', 'deploy', '--configuration=prod', '--confirm=prod')).toContain(
      'CONVOY_ENVIRONMENT_CLOSED',
    );
  });

  it('production is opened with what preprod has, in the same order, once somebody says that it is meant', async () => {
    await follow('the database and the hosts of production');
    const typed = await follow('open production');
    const report = reportOf(typed, '-t deploy');
    expect(report.outcome).toBe('released');
    expect(outcomes(report)).toEqual(all('deployed'));
    const at = (name: string) => {
      const found = report.components.find(({ component }) => component === name);
      return { started: Date.parse(found?.startedAt ?? ''), finished: Date.parse(found?.finishedAt ?? '') };
    };
    expect(at('assurex-infra-database').finished).toBeLessThanOrEqual(at('profile-360-backend').started);
    expect(at('profile-360-backend').finished).toBeLessThanOrEqual(at('assurex-infra-graphql').started);
    expect(at('assurex-infra-graphql').finished).toBeLessThanOrEqual(at('trustx').started);
    expect(await seenIn('prod')).toEqual(pinnedIn('prod', 3));
    // What was there already serves the same files: nobody had to move the branch.
    expect(filesAt('trustx', 'refs/heads/main')).toBe((await seenIn('prod')).page);
    expect(verifiedIn('prod', 'trustx').overrides).toEqual([
      { flag: 'outside-window', reason: 'production is opened' },
    ]);
    expect(verifiedIn('prod', 'trustx').approval).toMatchObject({
      author: 'a person <person@example.invalid>',
    });
  });

  it('production shares account and region with dev, and opening it leaves every fact of dev as it was', async () => {
    expect(await factsOfDev(sandbox)).toEqual(dev);
  });
});

describe('a feature over several repositories', () => {
  it('is shown, pinned where it changes something, and deployed with what depends on it', async () => {
    const typed = await follow('a feature in dev');
    const shown = outputOf(typed, 'nx-convoy:feature');
    // Since the feature began, production was promoted to: the merges are on main.
    expect(shown).toMatch(/profile-360-backend {2}1 ahead of main, 3 behind; changes profile-360-backend/);
    expect(shown).toMatch(/assurex-infra {2}1 ahead of main, 3 behind; changes assurex-infra-database\n/);
    expect(shown).toMatch(/trustx {2}1 ahead of main, 0 behind; changes trustx\n/);
    expect(shown).toContain('assurex-insights-engine  has no feature/my-feature');
    expect(outcomes(reportOf(typed, 'affected'))).toMatchObject({
      'assurex-infra-database': 'deployed',
      'profile-360-backend': 'deployed',
      'assurex-insights-engine': 'unchanged',
      trustx: 'deployed',
    });
  });
});

describe('a promotion', () => {
  it('is looked at first, and changes nothing then', async () => {
    const before = heads();
    const [shown] = await follow('a promotion is looked at');
    expect(shown?.output).toMatch(/profile-360-backend {2}stg → [0-9a-f]{7}/);
    expect(shown?.output).toMatch(
      /trustx {2}refs\/convoy\/preprod\/next \(the deploy moves stg\) → [0-9a-f]{7}/,
    );
    expect(shown?.output).toMatch(/profile-360-backend passed in dev: run [0-9a-f]+/);
    expect(heads()).toEqual(before);
    expect(sandbox.git('status', '--porcelain', 'components')).toBe('');
  });

  it('one of whose pushes the server refuses leaves every repository as it was', async () => {
    const before = heads();
    const output = await whileRefusing('profile-360-backend', 'true', () =>
      refused('g', 'nx-convoy:promote', '--from=dev', '--to=preprod'),
    );
    expect(output).toContain('CONVOY_PUSH_UNDONE');
    expect(output).toContain('every repository is as it was');
    expect(heads()).toEqual(before);
  });

  it('merges into stg of every repository that has something, but moves no branch whose push deploys', async () => {
    const before = heads();
    const typed = await follow('the feature is merged for preprod');
    const output = outputOf(typed, 'nx-convoy:promote');
    expect(output).toContain('tests passed at');
    expect(output).toContain('npx nx run-many -t deploy --configuration=preprod');
    for (const repo of ['assurex-infra', 'profile-360-backend']) {
      const merged = ref(repo, 'refs/heads/stg') ?? '';
      expect(merged).not.toBe(before[repo as 'assurex-infra']);
      expect(ref(repo, `${merged}^2`)).toBe(ref(repo, 'refs/heads/feature/my-feature'));
    }
    expect(ref('trustx', 'refs/heads/stg')).toBe(before.trustx);
    expect(sandbox.pinned('trustx', 'preprod').commit).toBe(ref('trustx', 'refs/convoy/preprod/next'));
  });

  it('the branch of the front end and its page are as they were where the backend fails after a promotion', async () => {
    const stg = ref('trustx', 'refs/heads/stg');
    const { page } = await seenIn('preprod');
    const manifest = join(sandbox.root, 'repos.json');
    const text = readFileSync(manifest, 'utf8');
    const check = '{ "http": "https://{host}/health", "status": 200,';
    expect(text).toContain(check);
    writeFileSync(
      manifest,
      text.replace(check, check.replace('200', '418').replace('{ ', '{ "withinSeconds": 1, ')),
    );
    sandbox.commit('a check that fails', 'repos.json');
    try {
      const { report } = await sandbox.deploy('preprod');
      expect(outcomes(report)).toMatchObject({
        'assurex-infra-database': 'deployed',
        'profile-360-backend': 'failed',
        trustx: 'not-started',
      });
    } finally {
      writeFileSync(manifest, text);
      sandbox.commit('the check as it was', 'repos.json');
    }
    expect(ref('trustx', 'refs/heads/stg')).toBe(stg);
    expect((await seenIn('preprod')).page).toBe(page);
  });

  it('is deployed in order, and what people see is the feature', async () => {
    const typed = await follow('the feature in preprod');
    expect(reportOf(typed, '-t deploy').outcome).toBe('released');
    expect(await seenIn('preprod')).toEqual(pinnedIn('preprod', 4));
    const page = await sandbox.ask('http://app-stg.trustx.cloud/');
    expect(page.text).toContain(sandbox.pinned('trustx', 'preprod').commit);
    expect(ref('trustx', 'refs/heads/stg')).toBe(sandbox.pinned('trustx', 'preprod').commit);
    const again = await generate('nx-convoy:promote', '--from=dev', '--to=preprod');
    expect(again).toContain('nothing to promote');
    dev = await factsOfDev(sandbox);
  });
});

describe('the feature in production', () => {
  let before: Awaited<ReturnType<typeof seenIn>>;
  let contentBefore: Record<string, unknown>;
  let contentOfFeature: Record<string, unknown>;
  let releases: number;

  it('the feature is merged into main, and refused while nobody has approved its pins', async () => {
    before = await seenIn('prod');
    contentBefore = contentOf('prod');
    releases = stateOf('prod').releases.length;
    const typed = await follow('the feature is merged for production');
    // The gate of production is about the whole set: it names the run in preprod that was this release.
    const { run } = stateOf('preprod').releases.at(-1) ?? { run: 'none' };
    expect(outputOf(typed, 'nx-convoy:promote')).toContain(`the set passed in preprod together: run ${run}`);
    expect(isMerged('profile-360-backend', 'refs/heads/stg', 'refs/heads/main')).toBe(true);
    const words = ['run-many', '-t', 'deploy', '--configuration=prod', '--outside-window', '--reason=early'];
    expect(await refused(...words)).toContain('CONVOY_CONFIRM_MISSING');
    expect(await refused(...words, '--confirm=prod')).toContain('CONVOY_PINS_UNAPPROVED');
    expect(await seenIn('prod')).toEqual(before);
  });

  it('the feature is deployed to production, and what did not change is left alone', async () => {
    const typed = await follow('the feature in production');
    const report = reportOf(typed, '-t deploy');
    expect(report.outcome).toBe('released');
    expect(outcomes(report)).toEqual({
      ...all('unchanged'),
      ...Object.fromEntries(Object.keys(OF_FEATURE).map((name) => [name, 'deployed'])),
    });
    expect(await seenIn('prod')).toEqual(pinnedIn('prod', 4));
    // The promotion left it to the deploy to move the branch that is served.
    expect(ref('trustx', 'refs/heads/main')).toBe(sandbox.pinned('trustx', 'prod').commit);
    expect(stateOf('prod').releases).toHaveLength(releases + 1);
    contentOfFeature = contentOf('prod');
    expect(contentOfFeature).not.toEqual(contentBefore);
  });

  it('the release is published: tags in every repository, the same however often, and what it brought in the changelog', async () => {
    const typed = await follow('the release is published');
    const released = outputOf(typed, 'nx-convoy:release');
    // assurex-infra gets two: the feature left its GraphQL at the commit where it was.
    const tags = [
      ['assurex-infra', 'v1.0.0/assurex-infra-database', 'assurex-infra-database'],
      ['assurex-infra', 'v1.0.0/assurex-infra-graphql', 'assurex-infra-graphql'],
      ['profile-360-backend', 'v1.0.0', 'profile-360-backend'],
      ['assurex-insights-engine', 'v1.0.0', 'assurex-insights-engine'],
      ['trustx', 'v1.0.0', 'trustx'],
    ] as const;
    const tagged = () => tags.map(([repo, tag]) => ref(repo, `refs/tags/${tag}^{commit}`));
    expect(tagged()).toEqual(tags.map(([, , component]) => sandbox.pinned(component, 'prod').commit));
    expect(released).toContain('v1.0.0');
    const changelog = readFileSync(join(sandbox.root, 'CHANGELOG.md'), 'utf8');
    expect(changelog).toContain('answer the department of users');
    expect(changelog).toContain('V004__add_department');
    expect(stateOf('prod').published.map(({ name }) => name)).toEqual(['v1.0.0']);
    const before = tagged();
    await generate('nx-convoy:release', '--environment=prod');
    expect(tagged()).toEqual(before);
    expect(sandbox.git('status', '--porcelain')).toBe('');
  });

  it('production is taken back: content, schema and page are those of the release before', async () => {
    const typed = await follow('production is taken back');
    expect(outputOf(typed, 'convoy:plan:prod')).toContain('U004__add_department.sql');
    const report = reportOf(typed, '-t rollback');
    expect(report.outcome).toBe('rolled-back');
    expect(outcomes(report)).toMatchObject(
      Object.fromEntries(Object.keys(OF_FEATURE).map((name) => [name, 'rolled-back'])),
    );
    expect(await seenIn('prod')).toEqual(before);
    expect(contentOf('prod')).toEqual(contentBefore);
  });

  it('what was taken back does not come again by itself, but by a word that is kept', async () => {
    const [again] = await follow('what is held is refused');
    expect(again?.output).toContain('CONVOY_HELD');
    expect(await seenIn('prod')).toEqual(before);
    const typed = await follow('the feature comes again');
    expect(reportOf(typed, '-t deploy').outcome).toBe('released');
    expect(await seenIn('prod')).toEqual(pinnedIn('prod', 4));
    expect(contentOf('prod')).toEqual(contentOfFeature);
    expect(verifiedIn('prod', 'profile-360-backend').overrides).toEqual([
      { flag: 'outside-window', reason: 'it was not the feature' },
      { flag: 'release-hold', reason: 'it was not the feature' },
    ]);
  });

  it('production went there, back and there again, and every fact of dev is as it was', async () => {
    expect(await factsOfDev(sandbox)).toEqual(dev);
  });
});

describe('a hotfix', () => {
  const HOTFIX = 'refs/heads/hotfix/critical-bug';
  const REASON = 'nobody can log in';
  const endpoint = async (host: string) => (await sandbox.ask(`http://${host}/test-endpoint`)).status;

  it('a hotfix begins at what main is at its remote, with a check of its own', async () => {
    const typed = await follow('a hotfix begins');
    expect(ref('profile-360-backend', HOTFIX)).toBe(ref('profile-360-backend', 'refs/heads/main'));
    expect(outputOf(typed, 'hotfix start')).toContain(
      'npx nx deploy profile-360-backend --configuration=dev',
    );
    await follow('a checkout of the backend');
    await follow('the bug is mended');
    await follow('the mended backend is pushed');
    expect(isMerged('profile-360-backend', 'refs/heads/main', HOTFIX)).toBe(true);
    expect(ref('profile-360-backend', HOTFIX)).not.toBe(ref('profile-360-backend', 'refs/heads/main'));
  });

  it('a hotfix passes its check in dev, and those that depend on it are looked at', async () => {
    const typed = await follow('the hotfix in dev');
    expectOnlyTheBackend(reportOf(typed, 'nx deploy'), 'api-dev.trustx.cloud');
    expectVerified(reportOf(typed, '-t verify'));
    expect(await endpoint('api-dev.trustx.cloud')).toBe(200);
    dev = await factsOfDev(sandbox);
  });

  it('a hotfix does not enter production before its check has passed in preprod, whatever the reason', async () => {
    await follow('the hotfix is pinned');
    const head = sandbox.ledger('rev-parse', 'deployments/prod');
    const [early] = await follow('production before preprod is refused');
    expect(early?.output).toContain('CONVOY_GATE_CLOSED');
    expect(early?.output).toContain(
      'GET https://api-stg.trustx.cloud/test-endpoint → 200: has not passed there',
    );
    expect(sandbox.ledger('rev-parse', 'deployments/prod')).toBe(head);
    expect(await endpoint('api.trustx.cloud')).toBe(404);
    const typed = await follow('the hotfix in preprod');
    expectOnlyTheBackend(reportOf(typed, 'nx deploy'), 'api-stg.trustx.cloud');
    expectVerified(reportOf(typed, '-t verify'));
  });

  it('a hotfix is deployed to production: that component alone, its dependents are verified, and the reason is kept', async () => {
    const before = contentOf('prod');
    const typed = await follow('the hotfix in production');
    const report = reportOf(typed, 'nx deploy');
    expectOnlyTheBackend(report, 'api.trustx.cloud');
    expectVerified(reportOf(typed, '-t verify'));
    expect(await endpoint('api.trustx.cloud')).toBe(200);
    const { 'profile-360-backend': backend, ...others } = contentOf('prod');
    expect(before).toMatchObject(others);
    expect(backend).not.toBe(before['profile-360-backend']);
    expect(verifiedIn('prod', 'profile-360-backend').overrides).toContainEqual({
      flag: 'hotfix',
      reason: REASON,
    });
  });

  it('a hotfix goes back into every branch or none', async () => {
    const branches = () =>
      ['main', 'stg'].map((branch) => ref('profile-360-backend', `refs/heads/${branch}`));
    const before = branches();
    const output = await whileRefusing('profile-360-backend', '[ "$1" = refs/heads/main ]', () =>
      refused('g', 'nx-convoy:hotfix', 'finish', 'critical-bug'),
    );
    expect(output).toContain('CONVOY_PUSH_UNDONE');
    expect(branches()).toEqual(before);
    const typed = await follow('the hotfix is finished');
    expect(outputOf(typed, 'hotfix finish')).toContain('done: every branch has it');
    for (const branch of ['main', 'stg'])
      expect(isMerged('profile-360-backend', HOTFIX, `refs/heads/${branch}`)).toBe(true);
    expect(await generate('nx-convoy:hotfix', 'finish', 'critical-bug')).toContain('main has it already');
  });

  it('a hotfix in production leaves every fact of dev as it was', async () => {
    expect(await factsOfDev(sandbox)).toEqual(dev);
  });

  it('a hotfix of a component whose push deploys enters preprod merged into what runs there', async () => {
    await generate('nx-convoy:hotfix', 'start', 'page', '--component=trustx');
    const remote = sandbox.remote('trustx');
    const hotfix = 'refs/heads/hotfix/page';
    pushChange(remote, 'hotfix/page', { 'README.md': (old) => `${old}\nmended\n` });
    pushChange(remote, 'feature/further', { 'FURTHER.md': () => 'not in production yet' });
    pushMerge(remote, 'feature/further', 'stg');
    const stg = ref('trustx', 'refs/heads/stg');
    const waiting = 'refs/convoy/preprod/hotfix/page';
    const words = ['pin', 'page', '--component=trustx', '--environment=preprod'];
    expect(await generate('nx-convoy:hotfix', ...words)).toContain('hotfix/page merged into stg, to wait at');
    expect(ref('trustx', 'refs/heads/stg')).toBe(stg);
    expect(sandbox.pinned('trustx', 'preprod').commit).toBe(ref('trustx', waiting));
    sandbox.commit('preprod to hotfix/page');
    const deploy = ['deploy', 'trustx', '--configuration=preprod', '--hotfix', '--reason=the page is torn'];
    // What was pushed by hand is part of it: nothing of that is undone, so that nobody is asked.
    const { code, output } = await sandbox.nx(deploy);
    if (code !== 0) throw new TypeError(output);
    expect(ref('trustx', 'refs/heads/stg')).toBe(ref('trustx', waiting));
    expect((await seenIn('preprod')).page).toBe(filesAt('trustx', waiting));
    for (const branch of [hotfix, 'refs/heads/feature/further'])
      expect(isMerged('trustx', branch, 'refs/heads/stg')).toBe(true);
    expect(await generate('nx-convoy:hotfix', ...words)).toContain('stg has it already');
  });

  it('a hotfix of a component whose push deploys is pinned, not pushed, when it goes back', async () => {
    const before = ['main', 'stg'].map((branch) => ref('trustx', `refs/heads/${branch}`));
    const hotfix = 'refs/heads/hotfix/page';
    const finished = await generate('nx-convoy:hotfix', 'finish', 'page');
    expect(['main', 'stg'].map((branch) => ref('trustx', `refs/heads/${branch}`))).toEqual(before);
    const waiting = 'refs/convoy/prod/next';
    expect(isMerged('trustx', hotfix, waiting)).toBe(true);
    expect(sandbox.pinned('trustx', 'prod').commit).toBe(ref('trustx', waiting));
    expect(finished).toContain('trustx  prod: pinned to');
    expect(finished).toContain('trustx  stg has it already');
  });

  function expectOnlyTheBackend(report: Report, host: string): void {
    const deployed = report.components.filter(({ outcome }) => outcome === 'deployed');
    expect(deployed.map(({ component }) => component)).toEqual(['profile-360-backend']);
    expect(deployed[0]?.checks).toContainEqual(
      expect.objectContaining({ name: `GET https://${host}/test-endpoint → 200`, verdict: 'passed' }),
    );
  }

  function expectVerified(report: Report): void {
    const verdicts = report.components.map(({ component, verdict }) => [component, verdict]);
    expect(Object.fromEntries(verdicts)).toEqual(all('passed'));
  }
});

it('nothing of the guide was left out', () => {
  expect(script).toEqual([]);
});
