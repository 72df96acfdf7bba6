import { manifestSchema, type ComponentDeclaration, type Manifest } from '../model/manifest';
import { neededToOpen } from './needed-to-open';
import { resolveComponent, substituteOutputs, unknownOutputs } from './resolve-component';

function manifestOf(component: ComponentDeclaration, changes: object = {}): Manifest {
  return manifestSchema.parse({
    environments: {
      dev: { account: '111111111111', region: 'us-east-1', database: 'shop_dev', branch: 'main' },
      prod: { account: '222222222222', region: 'eu-west-1', closed: 'not yet' },
    },
    repos: { shop: { url: 'git@host:shop.git', components: { web: component } } },
    ...changes,
  });
}

function resolved(component: ComponentDeclaration, environment = 'dev') {
  const resolution = resolveComponent(manifestOf(component), 'web', environment);
  if (resolution.type === 'absent') throw new TypeError('it is absent');
  return resolution.component;
}

test('a component that says nothing gets the defaults', () => {
  expect(resolved({})).toEqual({
    name: 'web',
    repo: 'shop',
    rollback: 'redeploy',
    maxAge: null,
    config: { files: [], specific: [], ignore: [] },
    url: 'git@host:shop.git',
    kind: 'component',
    description: '',
    environment: 'dev',
    stage: 'dev',
    region: 'us-east-1',
    account: '111111111111',
    dependsOn: [],
    paths: ['.'],
    prepare: [],
    test: null,
    deploy: [],
    connect: null,
    migrations: null,
    pages: null,
    observes: { stacks: [], functions: [], layers: [] },
    outputs: {},
    checks: [],
    alarms: [],
    bounds: {},
    variables: [],
    declaration: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
});

test('every placeholder has its value, word by word', () => {
  const words = '{environment} {stage} {region} {account} {database} {branch} {component} {repo} {host}';
  const component = resolved({
    stage: { dev: 'development stage' },
    region: { dev: 'us-west-2' },
    values: { host: { dev: 'dev.shop.test' } },
    deploy: [`run ${words}`],
  });
  expect(component.deploy[0]?.argv).toEqual([
    'run',
    'dev',
    'development stage',
    'us-west-2',
    '111111111111',
    'shop_dev',
    'main',
    'web',
    'shop',
    'dev.shop.test',
  ]);
  expect(component).toMatchObject({ stage: 'development stage', region: 'us-west-2' });
});

test('commands are argv; only a shell that is named sees the text', () => {
  const {
    deploy,
    prepare,
    test: own,
  } = resolved({
    prepare: ['npm ci', { run: 'make "a b"', keyedBy: ['lock'], keeps: ['out'], timeoutSeconds: 5 }],
    test: 'npm test',
    deploy: [
      'npx --no serverless deploy; rm -rf /',
      { run: ['./deploy.sh', '{stage} x'], in: 'db' },
      { run: 'a | b "{stage}"', shell: 'sh', timeoutSeconds: 60 },
    ],
  });
  expect(prepare).toEqual([
    { argv: ['npm', 'ci'], in: '.', timeoutSeconds: 900, keyedBy: [], keeps: [] },
    { argv: ['make', 'a b'], in: '.', timeoutSeconds: 5, keyedBy: ['lock'], keeps: ['out'] },
  ]);
  expect(own).toEqual({ argv: ['npm', 'test'], in: '.', timeoutSeconds: 900 });
  expect(deploy).toEqual([
    { argv: ['npx', '--no', 'serverless', 'deploy;', 'rm', '-rf', '/'], in: '.', timeoutSeconds: 3600 },
    { argv: ['./deploy.sh', 'dev x'], in: 'db', timeoutSeconds: 3600 },
    { argv: ['sh', '-c', 'a | b "dev"'], in: '.', timeoutSeconds: 60 },
  ]);
});

test('checks are spelled out', () => {
  const { checks } = resolved({
    checks: [
      { stack: 's-{stage}' },
      { function: 'f' },
      { invoke: 'f', payload: { deep: ['{stage}'] } },
      { http: 'https://{stage}.test/', bearer: '$TOKEN' },
      { graphql: '{outputs.web.url}', query: '{ users{id} }' },
      { pages: 'latest' },
      { schema: 'current' },
      { run: 'npm run smoke', in: 'e2e' },
    ],
  });
  expect(checks).toEqual([
    { kind: 'stack', stack: 's-dev' },
    { kind: 'function', function: 'f', runtime: null },
    { kind: 'invoke', function: 'f', payload: { deep: ['dev'] }, json: null },
    {
      kind: 'http',
      url: 'https://dev.test/',
      method: 'GET',
      status: 200,
      bearer: '$TOKEN',
      json: null,
      contains: null,
      version: null,
    },
    { kind: 'graphql', url: '{outputs.web.url}', query: '{ users{id} }', bearer: null },
    { kind: 'pages' },
    { kind: 'schema' },
    { kind: 'run', command: { argv: ['npm', 'run', 'smoke'], in: 'e2e', timeoutSeconds: 300 } },
  ]);
});

test('what is read from elsewhere is filled in, references and names that look like literals are not mistaken', () => {
  const component = resolved({
    migrations: {
      folder: 'db',
      function: 'm-{stage}',
      apply: { account: '{account}', query: '{stage}' },
      inspect: {},
    },
    outputs: { token: { parameter: '/{environment}/token' }, query: { stack: 's-{stage}', output: 'Q' } },
    pages: {
      account: '$ACCOUNT',
      token: '$PAGES',
      project: 'p-{repo}',
      branches: { dev: { branch: 'stg', owned: true } },
    },
    observes: { functions: [{ name: 'f-{stage}', alias: 'live', layers: ['l-{stage}'] }] },
    variables: ['EXTRA'],
    checks: [{ http: 'https://x.test', bearer: '$TOKEN' }],
  });
  expect(component).toMatchObject({
    migrations: { folder: 'db', function: 'm-dev', apply: { account: '111111111111', query: 'dev' } },
    outputs: { token: { parameter: '/dev/token' }, query: { stack: 's-dev', output: 'Q' } },
    pages: { account: '$ACCOUNT', token: '$PAGES', project: 'p-shop', branch: 'stg', owned: true },
    observes: { functions: [{ name: 'f-dev', alias: 'live', layers: ['l-dev'] }] },
    variables: ['ACCOUNT', 'EXTRA', 'PAGES', 'TOKEN'],
  });
});

describe('an environment', () => {
  test('in which the component does not exist', () => {
    const manifest = manifestOf({ environments: ['prod'] });
    expect(resolveComponent(manifest, 'web', 'dev')).toEqual({ type: 'absent' });
  });

  test('that is closed and lacks values: what is missing is named and stays as written', () => {
    const manifest = manifestOf({
      values: { host: { dev: 'x' } },
      deploy: ['run {host} {database}'],
      pages: { account: '$A', token: '$T', project: 'p', branches: { dev: { branch: 'x' } } },
    });
    expect(resolveComponent(manifest, 'web', 'prod')).toMatchObject({
      missing: ['host', 'database'],
      component: { deploy: [{ argv: ['run', '{host}', '{database}'] }], pages: null },
    });
    expect(neededToOpen(manifest, 'prod')).toEqual([
      'repos.shop.components.web.values.host.prod in repos.json, for web',
      'environments.prod.database in repos.json, for web',
      'repos.shop.components.web.pages.branches.prod in repos.json, for web',
    ]);
    expect(neededToOpen(manifest, 'dev')).toEqual([]);
  });

  test('that does not exist is a bug of the caller', () => {
    expect(() => resolveComponent(manifestOf({}), 'web', 'toString')).toThrow(RangeError);
    expect(() => resolveComponent(manifestOf({}), 'shop', 'dev')).toThrow(RangeError);
  });
});

describe('the declaration digest', () => {
  const digest = (component: ComponentDeclaration): string => resolved(component).declaration;

  test('changes with what is declared, in the environment that is looked at', () => {
    const before = digest({ deploy: ['a'], values: { x: { dev: '1' } } });
    expect(digest({ deploy: ['b'], values: { x: { dev: '1' } } })).not.toBe(before);
    expect(digest({ values: { x: { dev: '1', prod: '2' } }, deploy: ['a'] })).toBe(before);
  });

  test('does not change with words for a person or the order of keys', () => {
    expect(digest({ kind: 'a', description: 'one' })).toBe(digest({ description: 'two', kind: 'a' }));
  });
});

describe('outputs', () => {
  const value = {
    argv: ['run', '{outputs.db.layer}', '--x={outputs.db.url}{outputs.api.url}'],
    timeoutSeconds: 1,
  };

  test('are filled in where they are known', () => {
    const filled = substituteOutputs(value, { db: { layer: 'arn', url: 'u' } });
    expect(filled).toEqual({ argv: ['run', 'arn', '--x=u{outputs.api.url}'], timeoutSeconds: 1 });
    expect(unknownOutputs(filled)).toEqual(['{outputs.api.url}']);
  });

  test('are only what a component yielded, not what every object has', () => {
    expect(substituteOutputs('{outputs.db.constructor} {outputs.toString.name}', { db: {} })).toBe(
      '{outputs.db.constructor} {outputs.toString.name}',
    );
  });
});

test('what is compared between environments is filled in, and is no reason to deploy again', () => {
  const config = {
    files: ['config/{environment}.yml', 'config/stages.yml#all.{stage}'],
    specific: ['live.{x}'],
    ignore: [{ path: 'a.b', reason: 'it is so' }],
  };
  const component = resolved({ config });
  expect(component.config).toEqual({
    files: [
      { path: 'config/dev.yml', section: [] },
      { path: 'config/stages.yml', section: ['all', 'dev'] },
    ],
    specific: ['live.{x}'],
    ignore: [{ path: 'a.b', reason: 'it is so' }],
  });
  expect(component.declaration).toBe(resolved({}).declaration);
});

test('alarms have the values of the environment, and they and bounds are no reason to deploy again', () => {
  const component = resolved({
    alarms: [
      { preset: 'lambda-errors', function: 'web-{environment}-api' },
      {
        name: 'web-{stage}-slow',
        namespace: 'AWS/Lambda',
        metric: 'Duration',
        statistic: 'p95',
        periodSeconds: 60,
        evaluationPeriods: 3,
        threshold: 900,
        comparison: 'GreaterThanThreshold',
        dimensions: { FunctionName: 'web-{stage}-api' },
      },
    ],
    bounds: { errors: 3 },
  });
  expect(component.alarms).toEqual([
    {
      name: 'web-dev-api-errors',
      namespace: 'AWS/Lambda',
      metric: 'Errors',
      statistic: 'Sum',
      periodSeconds: 300,
      evaluationPeriods: 1,
      threshold: 10,
      comparison: 'GreaterThanThreshold',
      dimensions: { FunctionName: 'web-dev-api' },
      treatMissingData: 'notBreaching',
    },
    expect.objectContaining({
      name: 'web-dev-slow',
      dimensions: { FunctionName: 'web-dev-api' },
      treatMissingData: 'missing',
    }),
  ]);
  expect(component.bounds).toEqual({ errors: 3 });
  expect(component.declaration).toBe(resolved({}).declaration);
});

test('the way to the database is that of the environment, and no reason to deploy again', () => {
  const connect = { dev: './connect.sh {environment} "a b"', preprod: './other.sh' };
  const component = resolved({ connect });
  expect(component.connect?.argv).toEqual(['./connect.sh', 'dev', 'a b']);
  expect(resolved({ connect: { preprod: './other.sh' } }).connect).toBeNull();
  expect(component.declaration).toBe(resolved({}).declaration);
});
