import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import {
  GetAliasCommand,
  LambdaClient,
  ListVersionsByFunctionCommand,
  UpdateAliasCommand,
} from '@aws-sdk/client-lambda';
import { Client } from 'pg';
import { pushChange } from './harness/change-sample';
import { outcomes, Sandbox } from './harness/sandbox';

// One story, told in order: each test begins where the one before it ended, with every component converged.
jest.setTimeout(10 * 60_000);

const COMPONENTS = [
  'assurex-infra-database',
  'profile-360-backend',
  'assurex-insights-engine',
  'assurex-infra-graphql',
  'trustx',
] as const;
const all = (outcome: string): Record<string, string> =>
  Object.fromEntries(COMPONENTS.map((name) => [name, outcome]));

describe('the main job', () => {
  let sandbox: Sandbox;

  beforeAll(async () => {
    // As in this checkout, and with Nx as everybody runs it; the other stories use the plugin as a team has it.
    sandbox = await Sandbox.start('sources', { isolated: true });
  });
  afterAll(async () => {
    await sandbox.stop();
  });

  it('plans a first deploy and changes nothing', async () => {
    const plan = await sandbox.nx(['run', 'convoy:plan:dev', '--outputFile=plan.json']);
    expect(plan.output).toContain('dev · sandbox · account 533267024692 · us-east-1');
    expect(plan.code).toBe(0);
    const document = readJson(sandbox, 'plan.json') as PlanDocument;
    expect(document.components.map((each) => [each.component, each.action]).sort()).toEqual(
      COMPONENTS.map((name) => [name, 'deploy']).sort(),
    );
    expect(await stackNames(sandbox, 'us-east-1')).toEqual([]);
    expect(ledgerBranches(sandbox)).toEqual([]);
  });

  it('deploys five components to dev in order', async () => {
    const { code, output, report } = await sandbox.deploy('dev');
    expect(outcomes(report)).toEqual(all('deployed'));
    expect(report.outcome).toBe('released');
    expect(code).toBe(0);
    expect(output).toContain('released in');
    const at = times(report);
    expect(at('assurex-infra-database').finished).toBeLessThanOrEqual(at('profile-360-backend').started);
    expect(at('profile-360-backend').finished).toBeLessThanOrEqual(at('assurex-insights-engine').started);
    expect(at('profile-360-backend').finished).toBeLessThanOrEqual(at('assurex-infra-graphql').started);
    expect(at('assurex-insights-engine').finished).toBeLessThanOrEqual(at('trustx').started);
    expect(at('assurex-infra-graphql').finished).toBeLessThanOrEqual(at('trustx').started);
  });

  it('the two middle components overlap, after the backend and before the front end', async () => {
    const { report } = await sandbox.deploy('preprod');
    expect(outcomes(report)).toEqual(all('deployed'));
    const at = times(report);
    const [left, right] = [at('assurex-insights-engine'), at('assurex-infra-graphql')];
    expect(Math.max(left.started, right.started)).toBeLessThan(Math.min(left.finished, right.finished));
    expect(at('profile-360-backend').finished).toBeLessThanOrEqual(Math.min(left.started, right.started));
    expect(Math.max(left.finished, right.finished)).toBeLessThanOrEqual(at('trustx').started);
  });

  it('deploys five components to preprod in order', async () => {
    const log = execFileSync('git', ['log', '--format=%s', 'deployments/preprod'], {
      cwd: sandbox.describe().ledgerRemote,
      encoding: 'utf8',
    });
    const deployed = log
      .trim()
      .split('\n')
      .reverse()
      .filter((line) => line.includes('deployed'));
    expect(
      deployed
        .map((line) => line.split(':')[0])
        .filter((name) => name === COMPONENTS[0] || name === COMPONENTS[1] || name === 'trustx'),
    ).toEqual(['assurex-infra-database', 'profile-360-backend', 'trustx']);
  });

  it('status shows every component passed and live equal to pin', async () => {
    const status = await sandbox.nx(['run', 'convoy:status:preprod', '--outputFile=status.json']);
    expect(status.code).toBe(0);
    const document = readJson(sandbox, 'status.json') as StatusDocument;
    expect(document).toMatchObject({
      environment: 'preprod',
      world: 'sandbox',
      account: '533267024692',
      region: 'us-east-2',
    });
    expect(document.components.map((each) => each.component).sort()).toEqual([...COMPONENTS].sort());
    for (const each of document.components) {
      expect(each).toMatchObject({
        verdict: 'passed',
        live: { commit: each.pin.commit, tree: each.pin.tree },
      });
    }
  });

  it('front page, health and GraphQL name the pinned commit', async () => {
    const health = await sandbox.ask('http://api-stg.trustx.cloud/health');
    expect(JSON.parse(health.text)).toMatchObject({
      status: 'ok',
      commit: pin(sandbox, 'profile-360-backend', 'preprod'),
      schema: 3,
    });
    const page = await sandbox.ask('http://app-stg.trustx.cloud/');
    expect(page.text).toContain(`<meta name="commit" content="${pin(sandbox, 'trustx', 'preprod')}"`);
    const url = await graphqlUrl(sandbox, 'preprod', 'us-east-2');
    const answer = await sandbox.ask(
      url.replace('https:', 'http:'),
      JSON.stringify({ query: '{ __typename }' }),
    );
    expect(JSON.parse(answer.text)).toMatchObject({
      data: { __typename: 'Query' },
      extensions: { commit: pin(sandbox, 'assurex-infra-graphql', 'preprod') },
    });
  });

  it('schema_migrations is at version 3 in both databases', async () => {
    const { postgres } = sandbox.describe();
    for (const database of ['assurex_dev', 'assurex_preprod']) {
      const client = new Client({
        host: postgres.host,
        port: postgres.port,
        user: postgres.user,
        password: postgres.password,
        database,
      });
      await client.connect();
      const { rows } = await client.query('select max(version) as version from schema_migrations');
      await client.end();
      expect(rows).toEqual([{ version: 3 }]);
    }
  });

  it('a second deploy does nothing', async () => {
    const before = ledgerHead(sandbox, 'preprod');
    const { code, report } = await sandbox.deploy('preprod');
    expect(outcomes(report)).toEqual(all('unchanged'));
    expect(report.outcome).toBe('unchanged');
    expect(code).toBe(0);
    expect(ledgerHead(sandbox, 'preprod')).toBe(before);
  });

  it('verifies what is live without deploying', async () => {
    const run = await sandbox.nx(['run-many', '-t', 'verify', '--configuration=preprod']);
    const report = sandbox.lastReport(run.output);
    expect(outcomes(report)).toEqual(all('unchanged'));
    expect(report.components.every((each) => each.verdict === 'passed')).toBe(true);
    expect(run.code).toBe(0);
  });

  it('shows exactly the edges of the deploy order in the graph', async () => {
    const run = await sandbox.nx(['graph', '--file=graph.json']);
    expect(run.code).toBe(0);
    const { graph } = readJson(sandbox, 'graph.json') as GraphDocument;
    const edges = COMPONENTS.flatMap((name) =>
      (graph.dependencies[name] ?? []).map((edge) => `${edge.target} → ${name}`),
    );
    expect(edges.sort()).toEqual(
      [
        'assurex-infra-database → profile-360-backend',
        'profile-360-backend → assurex-insights-engine',
        'profile-360-backend → assurex-infra-graphql',
        'assurex-insights-engine → trustx',
        'assurex-infra-graphql → trustx',
      ].sort(),
    );
    expect(graph.nodes['assurex-infra-database']?.data.tags).toEqual(
      expect.arrayContaining(['repo:assurex-infra', 'kind:database']),
    );
  });

  it('selects the changed component and its dependents for affected', async () => {
    const path = join(sandbox.root, 'components', 'assurex-infra-graphql', 'pins', 'dev.json');
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace('"main"', '"refs/heads/main"'));
    const run = await sandbox.nx(['show', 'projects', '--affected', '--base=refs/convoy/sandbox/base/dev']);
    writeFileSync(path, text);
    expect(
      run.output
        .trim()
        .split('\n')
        .filter((line) => (COMPONENTS as readonly string[]).includes(line))
        .sort(),
    ).toEqual(['assurex-infra-graphql', 'trustx']);
  });

  it.each([
    [
      'a mistyped configuration is refused before any call',
      ['run-many', '-t', 'deploy', '--configuration=preprd'],
      /CONVOY_ENVIRONMENT_UNKNOWN[\s\S]*dev, preprod, prod/,
    ],
    [
      'a missing configuration is refused',
      ['run-many', '-t', 'deploy'],
      /CONVOY_ENVIRONMENT_MISSING[\s\S]*dev, preprod, prod/,
    ],
    [
      'production is closed',
      ['run-many', '-t', 'deploy', '--configuration=prod'],
      /CONVOY_ENVIRONMENT_CLOSED/,
    ],
  ])('%s', async (_title, words, expected) => {
    const run = await sandbox.nx(words, {
      CONVOY_WORLD: 'aws',
      AWS_ACCESS_KEY_ID: 'none',
      AWS_SECRET_ACCESS_KEY: 'none',
    });
    expect(run.output).toMatch(expected);
    expect(run.output).not.toContain('successfully ran');
    expect(run.code).not.toBe(0);
  });

  it('an absent component asked for by name is refused', async () => {
    const path = join(sandbox.root, 'repos.json');
    const text = readFileSync(path, 'utf8');
    writeFileSync(
      path,
      text.replace('"kind": "analytics",', '"kind": "analytics",\n          "environments": ["preprod"],'),
    );
    const named = await sandbox.nx(['deploy', 'assurex-insights-engine', '--configuration=dev']);
    const many = await sandbox.nx([
      'run-many',
      '-t',
      'deploy',
      '--configuration=dev',
      '-p',
      'tag:kind:analytics,assurex-infra-database',
    ]);
    writeFileSync(path, text);
    expect(named.output).toContain('CONVOY_COMPONENT_ABSENT');
    expect(named.code).not.toBe(0);
    expect(outcomes(sandbox.lastReport(many.output))).toMatchObject({
      'assurex-insights-engine': 'absent',
      'assurex-infra-database': 'unchanged',
    });
  });

  it('worlds do not leak: planted keys stay on loopback', async () => {
    const home = mkdtempSync(join(tmpdir(), 'convoy-home-'));
    mkdirSync(join(home, '.aws'));
    const key = ['AKIA', 'QX7PLANTEDKEY42Z'].join('');
    const secret = 'pl4ntedSecretPl4ntedSecretPl4ntedSecret0';
    writeFileSync(
      join(home, '.aws', 'credentials'),
      `[default]\naws_access_key_id=${key}\naws_secret_access_key=${secret}\n`,
    );
    const recorder = await recordingProxy();
    // A new commit, so that every program of a deploy really runs.
    const remote = sandbox.describe().gitRewrites['git@github.com:assurex/'] ?? '';
    pushChange(join(remote, 'profile-360-backend.git'), 'touched', {
      'README.md': (old) => `${old}\nTouched.\n`,
    });
    await pinDev(sandbox, 'profile-360-backend', 'touched');
    const prepared = await sandbox.nx(['prepare', 'profile-360-backend', '--configuration=dev']);
    const run = await sandbox.nx(['run-many', '-t', 'deploy', '--configuration=dev'], {
      HOME: home,
      AWS_ACCESS_KEY_ID: key,
      AWS_SECRET_ACCESS_KEY: secret,
      AWS_PROFILE: 'default',
      HTTPS_PROXY: recorder.url,
      HTTP_PROXY: recorder.url,
      https_proxy: recorder.url,
      http_proxy: recorder.url,
    });
    await recorder.close();
    rmSync(home, { recursive: true, force: true });
    expect(prepared.code).toBe(0);
    expect(outcomes(sandbox.lastReport(run.output))['profile-360-backend']).toBe('deployed');
    expect(recorder.hosts.filter((host) => !/^(127\.0\.0\.1|localhost|\[::1\])(:|$)/.test(host))).toEqual([]);
    const records = spawnSync('grep', ['-rlE', `${key}|${secret}`, '.convoy'], {
      cwd: sandbox.root,
      encoding: 'utf8',
    });
    expect(records.stdout).toBe('');
    expect(run.output).not.toMatch(new RegExp(`${key}|${secret}`));
  });

  describe('broken by hand', () => {
    it('a wrong migration stops exactly its dependents', async () => {
      pushChange(remoteOf(sandbox, 'assurex-infra'), 'broken/migration', {
        'resources/database/lambda-schema-init/migrations/V004__broken.sql': () =>
          'ALTER TABLE no_such_table ADD COLUMN x integer;\n',
      });
      await pinDev(sandbox, 'assurex-infra-database', 'broken/migration');
      const { code, output, report } = await sandbox.deploy('dev');
      expect(outcomes(report)).toEqual({ ...all('not-started'), 'assurex-infra-database': 'failed' });
      expect(output).toContain('V004__broken.sql');
      expect(output).toContain('no_such_table');
      expect(code).not.toBe(0);
      await repair(sandbox, 'assurex-infra-database');
    });

    it('a failing health check stops exactly its dependents', async () => {
      pushChange(remoteOf(sandbox, 'profile-360-backend'), 'broken/health', {
        'handler.py': (old) => old.replace('respond(200, {"status": "ok"', 'respond(500, {"status": "bad"'),
      });
      await pinDev(sandbox, 'profile-360-backend', 'broken/health');
      const { code, output, report } = await sandbox.deploy('dev');
      expect(outcomes(report)).toEqual({
        ...all('not-started'),
        'assurex-infra-database': 'unchanged',
        'profile-360-backend': 'failed',
      });
      expect(output).toContain('https://api-dev.trustx.cloud/health');
      expect(output).toContain('500');
      expect(code).not.toBe(0);
      await repair(sandbox, 'profile-360-backend');
    });

    it('a stack that rolls back names its first cause and stops exactly its dependents', async () => {
      pushChange(remoteOf(sandbox, 'assurex-insights-engine'), 'broken/stack', {
        'functions/dormant-agent/serverless.yml': (old) =>
          `${old}\nresources:\n  Resources:\n    BrokenParameter:\n      Type: AWS::SSM::Parameter\n      Properties:\n        Type: String\n        Name: /assurex/broken\n        Value:\n          Fn::ImportValue: no-such-export\n`,
      });
      await pinDev(sandbox, 'assurex-insights-engine', 'broken/stack');
      const { code, output, report } = await sandbox.deploy('dev');
      expect(outcomes(report)).toMatchObject({
        'assurex-infra-database': 'unchanged',
        'profile-360-backend': 'unchanged',
        'assurex-insights-engine': 'failed',
        'assurex-infra-graphql': 'unchanged',
        trustx: 'not-started',
      });
      expect(output).toContain('assurex-dormant-agent-dev');
      expect(output).toContain('no-such-export');
      expect(code).not.toBe(0);
      await repair(sandbox, 'assurex-insights-engine');
    });

    it('a Pages build that fails keeps the old page and fails the front end', async () => {
      const before = (await sandbox.ask('http://convoy-dev.trustx.pages.dev/')).text;
      pushChange(remoteOf(sandbox, 'trustx'), 'broken/build', {
        'build.js': () => "throw new Error('the build is broken on purpose');\n",
      });
      await pinDev(sandbox, 'trustx', 'broken/build');
      const { code, output, report } = await sandbox.deploy('dev');
      expect(outcomes(report)).toEqual({ ...all('unchanged'), trustx: 'failed' });
      expect(output).toContain('the build is broken on purpose');
      expect((await sandbox.ask('http://convoy-dev.trustx.pages.dev/')).text).toBe(before);
      expect(code).not.toBe(0);
      await repair(sandbox, 'trustx');
    });

    it('Rule 1: the backend is refused while the database is not verified at its pin', async () => {
      pushChange(remoteOf(sandbox, 'assurex-infra'), 'rule-1', {
        'resources/database/lambda-schema-init/README.md': () => 'A change of the database component.\n',
      });
      await pinDev(sandbox, 'assurex-infra-database', 'rule-1');
      const before = (await sandbox.ask('http://api-dev.trustx.cloud/health')).text;
      const run = await sandbox.nx([
        'deploy',
        'profile-360-backend',
        '--configuration=dev',
        '--exclude-task-dependencies',
      ]);
      expect(run.output).toContain('CONVOY_ORDER_DEPENDENCY_NOT_VERIFIED');
      expect(run.code).not.toBe(0);
      expect((await sandbox.ask('http://api-dev.trustx.cloud/health')).text).toBe(before);
      await repair(sandbox, 'assurex-infra-database');
    });
  });

  it('HTTP follows the alias and the next deploy leaves it alone', async () => {
    const lambda = new LambdaClient(client(sandbox, 'us-east-1'));
    const name = { FunctionName: 'profile-360-backend-dev-api' };
    const { Versions = [] } = await lambda.send(new ListVersionsByFunctionCommand(name));
    const pinned = pin(sandbox, 'profile-360-backend', 'dev');
    const older = Versions.find(
      (each) => each.Environment?.Variables?.['COMMIT'] !== pinned && each.Version !== '$LATEST',
    )?.Version;
    const healthNow = async (): Promise<{ commit: string }> =>
      JSON.parse((await sandbox.ask('http://api-dev.trustx.cloud/health')).text) as { commit: string };
    expect(older).toMatch(/^\d+$/);
    expect((await healthNow()).commit).toBe(pinned);
    await lambda.send(new UpdateAliasCommand({ ...name, Name: 'live', FunctionVersion: older }));
    expect((await healthNow()).commit).not.toBe(pinned);
    // What is live is no longer what was verified: the same command converges again.
    const { report } = await sandbox.deploy('dev');
    expect(outcomes(report)['profile-360-backend']).toBe('deployed');
    const after = (await lambda.send(new GetAliasCommand({ ...name, Name: 'live' }))).FunctionVersion ?? '';
    expect(after).toMatch(/^\d+$/);
    expect((await healthNow()).commit).toBe(pinned);
  });
});

function times(report: {
  components: readonly { component: string; startedAt: string | null; finishedAt: string | null }[];
}) {
  return (component: string): { started: number; finished: number } => {
    const found = report.components.find((each) => each.component === component);
    return { started: Date.parse(found?.startedAt ?? ''), finished: Date.parse(found?.finishedAt ?? '') };
  };
}

function pin(sandbox: Sandbox, component: string, environment: string): string {
  const pinned = readJson(sandbox, `components/${component}/pins/${environment}.json`) as { commit: string };
  return pinned.commit;
}

interface PlanDocument {
  readonly components: readonly { readonly component: string; readonly action: string }[];
}
interface StatusDocument {
  readonly components: readonly {
    readonly component: string;
    readonly pin: { readonly commit: string; readonly tree: string };
  }[];
}
interface GraphDocument {
  readonly graph: {
    readonly nodes: Record<string, { readonly data: { readonly tags: readonly string[] } }>;
    readonly dependencies: Record<string, readonly { readonly target: string }[]>;
  };
}

function readJson(sandbox: Sandbox, path: string): unknown {
  return JSON.parse(readFileSync(join(sandbox.root, path), 'utf8'));
}

function remoteOf(sandbox: Sandbox, repo: string): string {
  return join(sandbox.describe().gitRewrites['git@github.com:assurex/'] ?? '', `${repo}.git`);
}

async function pinDev(sandbox: Sandbox, component: string, ref: string): Promise<void> {
  const run = await sandbox.nx([
    'g',
    'nx-convoy:pin',
    '--environment=dev',
    `--ref=${ref}`,
    `--component=${component}`,
  ]);
  if (run.code !== 0) throw new TypeError(run.output);
}

/** Pins main again and deploys: the environment must come back to converged. */
async function repair(sandbox: Sandbox, component: string): Promise<void> {
  await pinDev(sandbox, component, 'main');
  const { output, report } = await sandbox.deploy('dev', '--reason=back to main');
  if (!['released', 'unchanged'].includes(report.outcome)) throw new TypeError(`not repaired\n${output}`);
}

function client(sandbox: Sandbox, region: string) {
  const { awsEndpoint, awsAccessKeyId, awsSecretAccessKey } = sandbox.describe();
  return {
    region,
    endpoint: awsEndpoint,
    credentials: { accessKeyId: awsAccessKeyId, secretAccessKey: awsSecretAccessKey },
  };
}

async function stackNames(sandbox: Sandbox, region: string): Promise<string[]> {
  const { Stacks = [] } = await new CloudFormationClient(client(sandbox, region)).send(
    new DescribeStacksCommand({}),
  );
  return Stacks.map((stack) => stack.StackName ?? '');
}

async function graphqlUrl(sandbox: Sandbox, environment: string, region: string): Promise<string> {
  const command = new DescribeStacksCommand({ StackName: `assurex-${environment}-main` });
  const { Stacks = [] } = await new CloudFormationClient(client(sandbox, region)).send(command);
  return Stacks[0]?.Outputs?.find((output) => output.OutputKey === 'GraphqlUrl')?.OutputValue ?? '';
}

function ledgerHead(sandbox: Sandbox, environment: string): string {
  return execFileSync('git', ['rev-parse', `deployments/${environment}`], {
    cwd: sandbox.describe().ledgerRemote,
    encoding: 'utf8',
  }).trim();
}

function ledgerBranches(sandbox: Sandbox): string[] {
  const text = execFileSync('git', ['for-each-ref', '--format=%(refname)'], {
    cwd: sandbox.describe().ledgerRemote,
    encoding: 'utf8',
  });
  return text.split('\n').filter((line) => line !== '');
}

/** A proxy that lets nothing through and remembers who was asked for. */
async function recordingProxy(): Promise<{ url: string; hosts: string[]; close(): Promise<void> }> {
  const hosts: string[] = [];
  const server: Server = createServer((asked, answer) => {
    hosts.push(asked.headers.host ?? asked.url ?? '');
    answer.writeHead(502).end();
  });
  server.on('connect', (asked, socket) => {
    hosts.push(asked.url ?? '');
    socket.end('HTTP/1.1 502 no way out\r\n\r\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    hosts,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
