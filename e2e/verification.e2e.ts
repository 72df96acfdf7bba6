import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CloudWatchClient, DeleteAlarmsCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import {
  GetFunctionCommand,
  LambdaClient,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';
import { Client } from 'pg';
import { zip } from '../packages/nx-convoy/tests/contract/zip';
import { pushChange } from './harness/change-sample';
import { until } from './harness/processes';
import { outcomes, Sandbox, type Report } from './harness/sandbox';
import { Visitors } from './harness/visitors';

// One story, told in order, in one sandbox: what a verification costs, and when it is believed without looking again.
jest.setTimeout(10 * 60_000);

/** How long the sample API remembers a share at most (flags.py). */
const REMEMBERED_MILLISECONDS = 2_000;
const COMPONENTS = [
  'assurex-infra-database',
  'profile-360-backend',
  'assurex-insights-engine',
  'assurex-infra-graphql',
  'trustx',
] as const;

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await Sandbox.start('package', { released: ['dev'] });
});
afterAll(async () => {
  await sandbox.stop();
});

interface Verification {
  readonly code: number;
  readonly output: string;
  readonly report: Report;
  /** Components that were looked at, instead of replayed. */
  readonly asked: string[];
}

async function verify(...flags: string[]): Promise<Verification> {
  const words = ['run-many', '-t', 'verify', '--configuration=dev', ...flags];
  const { code, output } = await sandbox.nx(words);
  const report = sandbox.lastReport(output);
  const replayed = /unchanged, verified \S+ by run (\w+)/;
  const asked = report.components
    .filter(({ summary }) => !replayed.test(summary))
    .map((each) => each.component);
  return { code, output, report, asked: asked.sort() };
}

describe('cached verification', () => {
  it('looks at everything once after a deploy, then says who looked and when', async () => {
    const first = await verify();
    expect(first.asked).toEqual([...COMPONENTS].sort());
    expect(first.code).toBe(0);
    const second = await verify();
    expect(second.asked).toEqual([]);
    expect(second.code).toBe(0);
    expect(second.output).toContain('5 out of 5 tasks');
    for (const each of second.report.components) {
      expect(each.verdict).toBe('passed');
      expect(each.summary).toMatch(new RegExp(`^unchanged, verified 20\\S+Z by run ${first.report.run}$`));
    }
  });

  it('writes nothing and takes no lock for what is replayed', async () => {
    const head = sandbox.ledger('rev-parse', 'refs/heads/deployments/dev');
    await verify();
    expect(sandbox.ledger('rev-parse', 'refs/heads/deployments/dev')).toBe(head);
  });

  it('looks again where a person wants it: --skip-nx-cache', async () => {
    const { asked, code } = await verify('--skip-nx-cache');
    expect(asked).toEqual([...COMPONENTS].sort());
    expect(code).toBe(0);
    expect((await verify()).asked).toEqual([...COMPONENTS].sort());
    expect((await verify()).asked).toEqual([]);
  });

  it('is of one environment: nothing that passed in dev is believed of preprod', async () => {
    const { code, output } = await sandbox.nx(['run-many', '-t', 'verify', '--configuration=preprod']);
    expect(code).not.toBe(0);
    expect(output).toContain('CONVOY_NOT_DEPLOYED');
    expect(output).not.toContain('from the cache');
  });

  it('is of one declaration and age: a changed check or an old pass is looked at again', async () => {
    const path = join(sandbox.root, 'repos.json');
    const text = readFileSync(path, 'utf8');
    const edited = text
      .replace('"contains": "TrustX"', '"contains": "Trust"')
      .replace('"kind": "analytics",', '"kind": "analytics",\n          "maxAge": "1s",');
    expect(edited).not.toBe(text);
    writeFileSync(path, edited);
    try {
      expect((await verify()).asked).toEqual(['assurex-insights-engine', 'trustx']);
      expect((await verify()).asked).toEqual(['assurex-insights-engine']);
    } finally {
      writeFileSync(path, text);
    }
    await verify();
  });

  it('sees an alarm that became red, fails it, and passes when it is well again', async () => {
    const watch = new CloudWatchClient(client('us-east-1'));
    const AlarmName = 'assurex-dormant-agent-dev-errors';
    const become = (StateValue: 'OK' | 'ALARM'): Promise<unknown> =>
      watch.send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason: 'a test' }));
    // The emulator may have said so by itself: then there is nothing new to look at.
    await become('OK');
    expect((await verify()).code).toBe(0);
    await become('ALARM');
    const red = await verify();
    expect(red.asked).toEqual(['assurex-insights-engine']);
    expect(red.code).not.toBe(0);
    expect(red.output).toContain(`${AlarmName} is red since`);
    await watch.send(new DeleteAlarmsCommand({ AlarmNames: [AlarmName] }));
    expect((await verify()).output).toContain(`${AlarmName} does not exist`);
    const { code, output } = await sandbox.nx(['alarms', 'assurex-insights-engine', '--configuration=dev']);
    expect(code).toBe(0);
    expect(output).toMatch(new RegExp(`${AlarmName} .*put now`));
    expect((await verify()).code).toBe(0);
    watch.destroy();
  });

  it('sees a function that somebody updated by hand, fails it, and does not keep the failure', async () => {
    const lambda = new LambdaClient(client('us-east-1'));
    const FunctionName = 'assurex-dormant-agent-dev';
    const { Code } = await lambda.send(new GetFunctionCommand({ FunctionName }));
    const original = await (await fetch(Code?.Location ?? '')).arrayBuffer();
    const put = async (ZipFile: Uint8Array): Promise<void> => {
      await lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }));
      await waitUntilFunctionUpdatedV2({ client: lambda, maxWaitTime: 30 }, { FunctionName });
    };
    expect((await verify()).asked).toEqual([]);
    await put(zip('handler.py', 'def handle(event, context):\n    return {"status": "healthy"}\n'));
    for (let times = 0; times < 2; times += 1) {
      const { asked, code, output } = await verify('-p', 'assurex-insights-engine,profile-360-backend');
      expect(asked).toEqual(['assurex-insights-engine']);
      expect(code).not.toBe(0);
      expect(output).toContain('what is live was changed since run');
    }
    await put(new Uint8Array(original));
    lambda.destroy();
    expect((await verify()).asked).toEqual(['assurex-insights-engine']);
    expect((await verify()).asked).toEqual([]);
  });

  it('never answers for a run that deploys', async () => {
    const { code, output } = await sandbox.nx(['run-many', '-t', 'deploy', 'verify', '--configuration=dev']);
    expect(code).toBe(0);
    expect(output).not.toMatch(/verify:dev {2}\[/);
  });
});

describe('each kind of check', () => {
  it('passes and fails by what the providers and the services answer', async () => {
    const health = 'https://{host}/health';
    const url = '{outputs.assurex-infra-graphql.url}';
    const dormant = 'assurex-dormant-agent-dev';
    const front = 'https://{host}/';
    const wrongToken = [
      { fill: '#token', with: 'wrong' },
      { click: 'button[type=submit]' },
      { see: '.notice', text: 'not valid' },
    ];
    const found = await verdicts({
      'assurex-insights-engine': [
        { stack: 'nobody-has-this' },
        { function: 'nobody-has-this' },
        { function: dormant, runtime: 'python3.11' },
        { invoke: dormant, payload: { operation: 'find_dormant', days: 'many' } },
        { invoke: dormant, payload: { operation: 'nonsense' }, json: { status: 'done' } },
        { run: 'node -e process.exit(3)' },
        { run: 'node --version' },
      ],
      'profile-360-backend': [
        { http: health, status: 404 },
        { http: health, json: { status: 'ill' } },
        { http: health, headers: { 'content-type': 'application/json' } },
        { http: health, headers: { 'content-type': 'text/html' } },
        { http: health, maxMilliseconds: 1 },
        { http: health, bearer: '$NOT_SET' },
        { http: 'https://nowhere-{environment}.trustx.cloud/' },
        { http: 'https://{host}/users/', bearer: '$TOKEN', status: 401 },
      ],
      'assurex-infra-graphql': [
        { graphql: url, query: '{ nonsense }' },
        { graphql: url, query: '{ __typename }' },
      ],
      trustx: [
        { page: front, name: 'login form', see: 'form.login' },
        { page: front, name: 'nothing', see: '#nobody-has-this' },
        { page: front, name: 'wrong token', steps: wrongToken },
        { page: front, name: 'wrong token, known', steps: wrongToken, console: { ignore: 'a 401' } },
      ],
    });
    const expected = [
      ['GET https://api-dev.trustx.cloud/health → 200', 'failed', 'status is "ok", not "ill"'],
      [
        'GET https://api-dev.trustx.cloud/health → 200',
        'failed',
        'content-type is “application/json”, not “text/html”',
      ],
      ['GET https://api-dev.trustx.cloud/health → 200', 'failed', 'slower than 1 ms'],
      ['GET https://api-dev.trustx.cloud/health → 200', 'passed', 'HTTP/2 200'],
      ['GET https://api-dev.trustx.cloud/health → 404', 'failed', 'HTTP/2 200'],
      ['GET https://api-dev.trustx.cloud/health with a token → 200', 'inconclusive', '$NOT_SET is not set'],
      ['GET https://api-dev.trustx.cloud/users/ with a token → 401', 'failed', 'HTTP/2 200'],
      ['GET https://nowhere-dev.trustx.cloud/ → 200', 'inconclusive', 'no way out to nowhere-dev'],
      ['GraphQL { __typename }', 'passed', 'HTTP/2 200'],
      ['GraphQL { nonsense }', 'failed', 'nonsense'],
      [`function ${dormant}`, 'failed', 'runtime is python3.12, not python3.11'],
      ['function nobody-has-this', 'failed', 'nobody-has-this does not exist'],
      [`invoke ${dormant}`, 'failed', 'status is "refused", not "done"'],
      [`invoke ${dormant}`, 'failed', 'many'],
      ['page login form', 'passed', '1 thing seen, no console errors'],
      ['page nothing', 'failed', '#nobody-has-this was not seen'],
      ['page wrong token', 'failed', '401'],
      ['page wrong token, known', 'passed', 'ignored: a 401'],
      ['node --version', 'passed', 'exit code 0'],
      ['node -e process.exit(3)', 'failed', 'exit code 3'],
      ['stack nobody-has-this', 'failed', 'does not exist'],
    ];
    expect(found).toHaveLength(expected.length);
    for (const [name, verdict, evidence = ''] of expected)
      expect(found).toContainEqual([name, verdict, expect.stringContaining(evidence)]);
  });

  it('says that the browser check was not run where there is no browser, and never calls it passed', async () => {
    const words = ['verify', 'trustx', '--configuration=dev', '--skip-nx-cache'];
    const { code, output } = await sandbox.nx(words, { CONVOY_BROWSER: '/nowhere/chromium' });
    expect(code).toBe(0);
    expect(output).toContain('4 checks passed, 2 not run');
    expect(output).toContain('not run: page integration list loads: browser check not run: CONVOY_BROWSER');
    const unrun = sandbox.lastReport(output).components[0]?.checks.filter(({ notRun }) => notRun === true);
    expect(unrun?.map(({ verdict }) => verdict)).toEqual(['inconclusive', 'inconclusive']);
    expect((await sandbox.nx(words.slice(0, 3))).output).toContain('6 checks passed');
  });

  it('says that a schema has a migration that nobody pinned, and passes again without it', async () => {
    await query(`insert into schema_migrations (version, name, checksum) values (9, 'by_hand', 'x')`);
    const verify = () => hasty('{ "schema": "current"', 'assurex-infra-database');
    const { code, output } = await verify();
    await query('delete from schema_migrations where version = 9');
    expect(code).not.toBe(0);
    expect(output).toMatch(
      /failed: schema version: .*version 9 \(by_hand\) is applied but unknown at the pin/,
    );
    expect((await verify()).code).toBe(0);
  });

  it('says that Pages serves another commit than the pinned one', async () => {
    const path = join(sandbox.root, 'components/trustx/pins/dev.json');
    const text = readFileSync(path, 'utf8');
    const other = { commit: commitOf('trustx', 'main~1'), tree: 'f'.repeat(64) };
    writeFileSync(path, JSON.stringify({ ...(JSON.parse(text) as object), ...other }));
    const { code, output } = await hasty('{ "pages": "latest"', 'trustx');
    writeFileSync(path, text);
    expect(code).not.toBe(0);
    expect(output).toMatch(/failed: Pages deployment: .* pinned is [0-9a-f]{7}/);
  });
});

/** Verifies a component one of whose checks has no time to wait for a better answer. */
async function hasty(check: string, component: string) {
  const path = join(sandbox.root, 'repos.json');
  const text = readFileSync(path, 'utf8');
  expect(text).toContain(check);
  writeFileSync(path, text.replace(check, `${check}, "withinSeconds": 1`));
  try {
    return await sandbox.nx(['verify', component, '--configuration=dev']);
  } finally {
    writeFileSync(path, text);
  }
}

/** Verifies with further checks, told and not judged, and answers what became of them: name, verdict, evidence. */
async function verdicts(more: Record<string, object[]>): Promise<[string, string, string][]> {
  const path = join(sandbox.root, 'repos.json');
  const text = readFileSync(path, 'utf8');
  writeFileSync(path, Object.entries(more).reduce(withChecks, text));
  try {
    const { code, report } = await verify('-p', Object.keys(more).join(','));
    expect(code).toBe(0);
    return report.components
      .flatMap(({ checks }) => checks)
      .flatMap(({ optional, name, verdict, evidence }): [string, string, string][] =>
        optional === true ? [[name, verdict, evidence]] : [],
      );
  } finally {
    writeFileSync(path, text);
  }
}

/** Puts checks in front of those that a component has; the file keeps its comments. */
function withChecks(text: string, [component, checks]: [string, object[]]): string {
  const at =
    text.indexOf('"checks": [', text.indexOf(`"${component}": {\n          "kind"`)) + '"checks": ['.length;
  const told = checks.map((check) => JSON.stringify({ ...check, optional: true, withinSeconds: 1 }));
  return `${text.slice(0, at)}${told.join(',')},${text.slice(at)}`;
}

async function query(sql: string): Promise<void> {
  const { host, port, user, password } = sandbox.describe().postgres;
  const database = new Client({ host, port, user, password, database: 'assurex_dev' });
  await database.connect();
  await database.query(sql);
  await database.end();
}

function commitOf(repo: string, revision: string): string {
  return execFileSync('git', ['rev-parse', revision], { cwd: sandbox.remote(repo), encoding: 'utf8' }).trim();
}

describe('a feature flag', () => {
  const crowd = Array.from({ length: 60 }, (_, index) => `visitor-${index}`);
  const flag = async (share: number, ...flags: string[]) => {
    const words = ['g', 'nx-convoy:flag', 'new-dashboard', '--environment=dev', `--value=${share}`];
    const { code, output } = await sandbox.nx([...words, '--reason=a test', ...flags]);
    expect(code).toBe(0);
    return output;
  };
  let visitors: Visitors;
  beforeAll(async () => {
    visitors = await Visitors.open(sandbox);
  });
  afterAll(() => visitors.close());

  it('switches the front end for its share of the visitors, without a deploy', async () => {
    const head = sandbox.ledger('rev-parse', 'refs/heads/deployments/dev');
    const served = await visitors.served();
    expect(served).toEqual(['trustx', 'profile-360-backend'].map((c) => sandbox.pinned(c, 'dev').commit));
    expect(await flag(25, '--dry-run')).toContain('new-dashboard in dev: not set → 25 %');
    expect(await visitors.whoIsIn(crowd)).toEqual([]);
    const [early = ''] = await visitors.whoIsIn(crowd, 25);
    expect(await visitors.see(early)).toBe('old');

    await setTo(25);
    const quarter = await visitors.whoIsIn(crowd);
    expect(Math.abs(quarter.length - 15)).toBeLessThan(10);
    expect(await visitors.see(early)).toBe('new');

    await setTo(50);
    const half = await visitors.whoIsIn(crowd);
    expect(Math.abs(half.length - 30)).toBeLessThan(10);
    expect(half.length).toBeGreaterThan(quarter.length);
    expect(half).toEqual(expect.arrayContaining(quarter));
    expect(await visitors.see(early)).toBe('new');
    expect(await visitors.see(crowd.find((visitor) => !half.includes(visitor)) ?? '')).toBe('old');

    await setTo(100);
    expect(await visitors.whoIsIn(crowd)).toEqual(crowd);

    expect(await visitors.served()).toEqual(served);
    const since = sandbox.ledger('log', '--format=%s', `${head}..deployments/dev`).split('\n');
    expect(since).toHaveLength(6);
    expect(since.filter((subject) => !subject.startsWith('flag new-dashboard '))).toEqual([]);
    expect((await sandbox.nx(['run', 'convoy:status:dev'])).output).toContain('flag new-dashboard  100 %');
  });

  async function setTo(share: number): Promise<void> {
    await flag(share);
    const set = performance.now();
    // The API has several processes; each remembers what it read last, and only then is there none that knows an earlier share.
    const isForgotten = (): boolean => performance.now() - set > REMEMBERED_MILLISECONDS;
    await until(`a share of ${share}`, async () => (await visitors.share()) === share && isForgotten());
  }
});

describe('shared layers', () => {
  const FunctionName = 'assurex-dev-graphql';
  const layers = () => sandbox.nx(['run', 'convoy:layers:dev']);

  it('are the same for all after a release that made a new version', async () => {
    const source = 'resources/layers/db-connector/assurex_db.py';
    pushChange(sandbox.remote('assurex-infra'), 'layer', {
      [source]: (text) => `${text}\n# changed\n`,
    });
    await sandbox.pin('dev', 'layer', 'assurex-infra-database');
    const { report } = await sandbox.deploy('dev');
    expect(report.outcome).toBe('released');
    const { code, output } = await layers();
    expect(code).toBe(0);
    expect(output).toContain('assurex-db-connector-dev   newest 2');
    expect(output).toMatch(/profile-360-backend-dev-api +2 by live/);
  });

  it('that somebody changed for one function are found in the account, and fail the verification of who publishes them', async () => {
    const lambda = new LambdaClient(client('us-east-1'));
    const { Configuration } = await lambda.send(new GetFunctionCommand({ FunctionName }));
    const old = (Configuration?.Layers?.[0]?.Arn ?? '').replace(/:2$/, ':1');
    await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Layers: [old] }));
    await waitUntilFunctionUpdatedV2({ client: lambda, maxWaitTime: 30 }, { FunctionName });
    lambda.destroy();
    const { code, output } = await layers();
    expect(code).toBe(1);
    expect(output).toMatch(/assurex-db-connector-dev differs: .*assurex-dev-graphql has 1/);
    const verified = await sandbox.nx(['verify', 'assurex-infra-database', '--configuration=dev']);
    expect(verified.code).not.toBe(0);
    expect(verified.output).toContain('failed: layer assurex-db-connector-dev is the same for all');
  });

  it('are aligned, verified and recorded: the next deploy finds nothing to do', async () => {
    const dry = await sandbox.nx(['run', 'convoy:layers:dev', '--align', '--dryRun']);
    expect(dry.output).toMatch(/assurex-dev-graphql +assurex-db-connector-dev 1 → 2/);
    expect((await layers()).code).toBe(1);
    const { code, output } = await sandbox.nx(['run', 'convoy:layers:dev', '--align']);
    expect(output).toContain('every shared layer is the same everywhere');
    expect(code).toBe(0);
    const verified = await sandbox.nx(['verify', 'assurex-infra-database', '--configuration=dev']);
    expect(verified.code).toBe(0);
    const { report } = await sandbox.deploy('dev');
    expect(Object.values(outcomes(report))).toEqual(COMPONENTS.map(() => 'unchanged'));
    expect(sandbox.ledger('log', '--format=%s', 'deployments/dev')).toContain('assurex-infra-graphql');
  });
});

describe('consistency of the repositories', () => {
  it('finds every kind of reference in the order of deploys, and nothing that is not', async () => {
    const { code, output } = await sandbox.nx(['run', 'convoy:edges:dev', '--outputFile=edges.json']);
    expect(code).toBe(0);
    expect(output).toContain('every reference is in the deploy order');
    const { references } = JSON.parse(readFileSync(join(sandbox.root, 'edges.json'), 'utf8')) as {
      references: { kind: string }[];
    };
    const kinds = [...new Set(references.map((each) => each.kind))].sort();
    expect(kinds).toEqual(['export', 'function', 'host', 'parameter']);
  });

  it('finds the same runtime and packages everywhere, declared and live', async () => {
    const { code, output } = await sandbox.nx(['run', 'convoy:runtimes:dev']);
    expect(code).toBe(0);
    expect(output).toMatch(/\d+ runtimes declared or live: python3\.12\n/);
    expect(output).toMatch(/same everywhere: osls \S+, pg8000 \S+/);
  });
});

function client(region: string) {
  const { awsEndpoint, awsAccessKeyId, awsSecretAccessKey } = sandbox.describe();
  const credentials = { accessKeyId: awsAccessKeyId, secretAccessKey: awsSecretAccessKey };
  return { region, endpoint: awsEndpoint, credentials };
}
