import { FakeWorld, order } from '../../../tests/fakes/fake-world';
import { commit, migrations, pagesBranch, resolvedComponent } from '../../../tests/fakes/values';
import { readMigrations } from '../../decide/migrations';
import type { Check, ResolvedComponent } from '../../model/resolved-component';
import { askCheck } from './ask-check';
import type { Finding } from './finding';

const files = [1, 2].map((version) => ({
  path: `migrations/V00${version}__a.sql`,
  text: `select ${version}`,
}));

function ask(world: FakeWorld, check: Check, component: Partial<ResolvedComponent> = {}): Promise<Finding> {
  world.addCommit('b', { files: Object.fromEntries(files.map(({ path, text }) => [path, text])) });
  return askCheck(check, order({ component: resolvedComponent(component) }), world);
}

type Scene = (world: FakeWorld) => void;
const nothing: Scene = () => {};

describe('check: stack', () => {
  const check: Check = { kind: 'stack', stack: 'main' };
  it.each<[string, Scene, Finding]>([
    ['passes', ({ aws }) => aws.putStack('main'), { verdict: 'passed', evidence: 'CREATE_COMPLETE' }],
    [
      'fails at rest',
      ({ aws }) => aws.putStack('main', { status: 'ROLLBACK_COMPLETE' }),
      { verdict: 'failed', evidence: 'stack main is ROLLBACK_COMPLETE' },
    ],
    [
      'fails in progress',
      ({ aws }) => aws.putStack('main', { status: 'UPDATE_IN_PROGRESS' }),
      { verdict: 'failed', evidence: 'stack main is UPDATE_IN_PROGRESS' },
    ],
    ['fails without it', nothing, { verdict: 'failed', evidence: 'stack main does not exist' }],
  ])('%s', async (_what, scene, finding) => {
    const world = new FakeWorld();
    scene(world);
    expect(await ask(world, check)).toEqual(finding);
  });
});

describe('check: function', () => {
  const check: Check = { kind: 'function', function: 'api', runtime: 'python3.12' };
  const observes = {
    stacks: [],
    functions: [{ name: 'api', alias: 'live', layers: ['shared'] }],
    layers: [],
  };
  async function whole(world: FakeWorld): Promise<void> {
    world.aws.putFunction('api', { code: 'b', layers: [world.aws.putLayerVersion('shared')] });
    await world.aws.moveAlias('api', 'live', await world.aws.publishVersion('api'));
  }

  it('passes with state, runtime, layers and alias as declared', async () => {
    const world = new FakeWorld();
    await whole(world);
    expect(await ask(world, check, { observes })).toEqual({
      verdict: 'passed',
      evidence: 'Active, python3.12, live → 1',
    });
  });

  it.each<[string, Scene, string]>([
    [
      'another runtime',
      ({ aws }) => aws.putFunction('api', { runtime: 'python3.9' }),
      'runtime is python3.9',
    ],
    ['an old layer', ({ aws }) => void aws.putLayerVersion('shared'), 'does not have layer shared:2'],
    [
      'an alias on old code',
      ({ aws }) => aws.putFunction('api', { code: 'c' }),
      'alias live of api resolves to',
    ],
    ['no function', ({ aws }) => aws.remove('function', 'api'), 'function api does not exist'],
    [
      'a failed update',
      ({ aws }) => aws.putFunction('api', { lastUpdateStatus: 'Failed' }),
      'last update of api',
    ],
  ])('fails with %s', async (_what, scene, evidence) => {
    const world = new FakeWorld();
    await whole(world);
    scene(world);
    const finding = await ask(world, check, { observes });
    expect(finding.verdict).toBe('failed');
    expect(finding.evidence).toContain(evidence);
  });

  it('passes for a function of which nothing else is declared', async () => {
    const world = new FakeWorld();
    world.aws.putFunction('worker');
    const finding = await ask(world, { kind: 'function', function: 'worker', runtime: null });
    expect(finding).toEqual({ verdict: 'passed', evidence: 'Active, python3.12' });
  });
});

describe('check: invoke', () => {
  const check: Check = { kind: 'invoke', function: 'api', payload: { a: 1 }, json: { status: 'ok' } };
  it.each<[string, Scene, Finding]>([
    [
      'passes',
      ({ aws }) => aws.putHandler('api', () => ({ type: 'answered', answer: { status: 'ok', more: 1 } })),
      { verdict: 'passed', evidence: '{"status":"ok","more":1}' },
    ],
    [
      'fails with another answer',
      ({ aws }) => aws.putHandler('api', () => ({ type: 'answered', answer: { status: 'ill' } })),
      { verdict: 'failed', evidence: 'status is "ill", not "ok"; answered {"status":"ill"}' },
    ],
    [
      'fails when the function breaks',
      ({ aws }) => aws.putHandler('api', () => ({ type: 'function-error', message: 'KeyError' })),
      { verdict: 'failed', evidence: 'KeyError' },
    ],
    [
      'is inconclusive when it cannot be asked',
      ({ aws }) => aws.putHandler('api', () => ({ type: 'unreachable', message: 'no route' })),
      { verdict: 'inconclusive', evidence: 'no route', remedy: 'verify again when AWS answers' },
    ],
  ])('%s', async (_what, scene, finding) => {
    const world = new FakeWorld();
    scene(world);
    expect(await ask(world, check)).toEqual(finding);
    expect(world.aws.invocations).toEqual([{ name: 'api', payload: { a: 1 } }]);
  });

  it('is content with any answer where none is wanted', async () => {
    const world = new FakeWorld();
    world.aws.putFunction('api');
    expect((await ask(world, { ...check, json: null })).verdict).toBe('passed');
  });
});

describe('check: http', () => {
  const check: Check & { kind: 'http' } = {
    kind: 'http',
    url: 'https://api.test/users',
    method: 'GET',
    status: 200,
    bearer: null,
    json: null,
    contains: null,
    version: null,
  };
  const answering =
    (status: number, body = ''): Scene =>
    ({ sites }) =>
      sites.site('api.test', () => ({ status, body }));

  it.each<[string, Partial<typeof check>, Scene, string, string]>([
    ['passes', {}, answering(200), 'passed', 'HTTP/2 200 in 1 ms'],
    ['passes with the wanted refusal', { status: 401 }, answering(401), 'passed', 'HTTP/2 401 in 1 ms'],
    ['fails with another status', {}, answering(503, 'down'), 'failed', 'HTTP/2 503 in 1 ms, not 200: down'],
    ['passes with the wanted text', { contains: 'abc' }, answering(200, 'xabcx'), 'passed', 'HTTP/2 200'],
    ['fails without it', { contains: 'abc' }, answering(200, 'xyz'), 'failed', 'without “abc”'],
    [
      'passes with the wanted fields',
      { json: { a: { b: 1 } } },
      answering(200, '{"a":{"b":1,"c":2}}'),
      'passed',
      '',
    ],
    ['fails with other fields', { json: { a: 1 } }, answering(200, '{"a":2}'), 'failed', 'a is 2, not 1'],
    [
      'fails with no JSON at all',
      { json: { a: 1 } },
      answering(200, '<html>'),
      'failed',
      'a is missing, not 1',
    ],
    ['passes in the wanted version', { version: '1.1' }, answering(200), 'passed', 'HTTP/1.1 200'],
    [
      'fails in a version that is not spoken',
      { version: '2', url: 'http://api.test/' },
      answering(200),
      'failed',
      'HTTP/2 needs https',
    ],
    [
      'fails when the service hangs up',
      {},
      ({ sites }) => sites.site('api.test', () => 'drops'),
      'failed',
      'hang up',
    ],
    [
      'fails when it is silent',
      {},
      ({ sites }) => sites.site('api.test', () => 'hangs'),
      'failed',
      'within 10 s',
    ],
    ['is inconclusive when nobody knows the name', {}, nothing, 'inconclusive', 'no way out to api.test'],
    [
      'is inconclusive without its token',
      { bearer: '$TOKEN' },
      answering(200),
      'inconclusive',
      '$TOKEN is not set',
    ],
  ])('%s', async (_what, change, scene, verdict, evidence) => {
    const world = new FakeWorld();
    scene(world);
    const finding = await ask(world, { ...check, ...change });
    expect(finding.verdict).toBe(verdict);
    expect(finding.evidence).toContain(evidence);
    expect(finding.remedy === undefined).toBe(verdict !== 'inconclusive');
  });

  it('sends the token, and never shows it', async () => {
    const world = new FakeWorld();
    world.variables['TOKEN'] = 'secret-1';
    answering(500)(world);
    const finding = await ask(world, { ...check, bearer: '$TOKEN' });
    expect(world.sites.requests).toMatchObject([
      {
        method: 'GET',
        headers: { authorization: 'Bearer secret-1' },
        body: null,
        timeoutMilliseconds: 10_000,
      },
    ]);
    expect(JSON.stringify(finding)).not.toContain('secret-1');
  });

  it('does not show a long answer whole', async () => {
    const world = new FakeWorld();
    answering(500, 'x'.repeat(5_000))(world);
    expect((await ask(world, check)).evidence.length).toBeLessThan(300);
  });
});

describe('check: graphql', () => {
  const check: Check = {
    kind: 'graphql',
    url: 'https://api.test/graphql',
    query: '{ __typename }',
    bearer: null,
  };

  it.each([
    ['passes', 200, '{"data":{"__typename":"Query"}}', 'passed'],
    ['fails with errors', 200, '{"data":null,"errors":[{"message":"no"}]}', 'failed'],
    ['fails with errors beside data', 200, '{"data":{"a":1},"errors":[]}', 'failed'],
    ['fails without data', 200, '{}', 'failed'],
    ['fails with a list', 200, '[]', 'failed'],
    ['fails with no JSON', 200, 'hello', 'failed'],
    ['fails with another status', 500, '{"data":{"__typename":"Query"}}', 'failed'],
  ])('%s', async (_what, status, body, verdict) => {
    const world = new FakeWorld();
    world.sites.site('api.test', () => ({ status, body }));
    expect((await ask(world, check)).verdict).toBe(verdict);
    expect(world.sites.requests).toMatchObject([
      { method: 'POST', body: '{"query":"{ __typename }"}', headers: { 'content-type': 'application/json' } },
    ]);
  });

  it('is inconclusive when nobody knows the name', async () => {
    expect((await ask(new FakeWorld(), check)).verdict).toBe('inconclusive');
  });
});

describe('check: pages', () => {
  const pages = pagesBranch();
  const asked = async (scene: Scene, looks = 2): Promise<Finding> => {
    const world = new FakeWorld();
    scene(world);
    // A deployment has ended once it was looked at often enough.
    for (let look = 1; look < looks; look++) await world.front.latest(pages);
    return ask(world, { kind: 'pages' }, { pages });
  };

  it.each<[string, Scene, number, string, string]>([
    [
      'passes',
      ({ front }) => void front.push('stg', commit('b')),
      2,
      'passed',
      'of bbbbbbb on stg: deploy success',
    ],
    [
      'fails with another commit',
      ({ front }) => void front.push('stg', commit('a')),
      2,
      'failed',
      'pinned is bbbbbbb',
    ],
    [
      'fails while it is built',
      ({ front }) => void front.push('stg', commit('b')),
      1,
      'failed',
      'build active',
    ],
    [
      'fails when its build failed',
      ({ front }) => void front.push('stg', commit('b'), 'failure'),
      2,
      'failed',
      'failure',
    ],
    ['fails without a deployment', nothing, 2, 'failed', 'stg has no deployment'],
  ])('%s', async (_what, scene, looks, verdict, evidence) => {
    const finding = await asked(scene, looks);
    expect(finding.verdict).toBe(verdict);
    expect(finding.evidence).toContain(evidence);
  });

  it('fails while the deployment is not at its last stage, whatever the status of the one before', async () => {
    const world = new FakeWorld();
    world.front.push('stg', commit('b'));
    const found = (await world.front.latest(pages))!;
    jest.spyOn(world.front, 'latest').mockResolvedValue({ ...found, stage: 'build', status: 'success' });
    expect((await ask(world, { kind: 'pages' }, { pages })).verdict).toBe('failed');
  });

  it('fails for a component without a branch', async () => {
    expect((await ask(new FakeWorld(), { kind: 'pages' })).verdict).toBe('failed');
  });
});

describe('check: schema', () => {
  const rows = readMigrations(files).map(({ version, name, checksum }) => ({
    version,
    name,
    checksum,
    appliedAt: 'x',
  }));
  const answering =
    (applied: typeof rows): Scene =>
    ({ aws }) =>
      aws.putHandler('schema-init', () => ({
        type: 'answered',
        answer: { version: applied.length, migrations: applied },
      }));

  it.each<[string, Scene, string, string]>([
    ['passes', answering(rows), 'passed', 'schema at 2'],
    ['fails with a pending migration', answering(rows.slice(0, 1)), 'failed', 'V002__a.sql is not applied'],
    ['fails without a database', nothing, 'failed', 'V001__a.sql is not applied; V002__a.sql is not applied'],
    [
      'fails with an edited one',
      answering([{ ...rows[0]!, checksum: 'x' }, rows[1]!]),
      'failed',
      'V001__a.sql was edited since it was applied',
    ],
    [
      'fails with a foreign one',
      answering([...rows, { ...rows[0]!, version: 9, name: 'by_hand' }]),
      'failed',
      'version 9 (by_hand) is applied but unknown at the pin',
    ],
  ])('%s', async (_what, scene, verdict, evidence) => {
    const world = new FakeWorld();
    scene(world);
    expect(await ask(world, { kind: 'schema' }, { migrations })).toEqual({ verdict, evidence });
  });

  it('only inspects', async () => {
    const world = new FakeWorld();
    answering(rows)(world);
    await ask(world, { kind: 'schema' }, { migrations });
    expect(world.aws.invocations.map((each) => each.payload)).toEqual([migrations.inspect]);
  });

  it('fails for a component without migrations', async () => {
    expect((await ask(new FakeWorld(), { kind: 'schema' })).verdict).toBe('failed');
  });
});

describe('check: run', () => {
  const check: Check = {
    kind: 'run',
    command: { argv: ['npm', 'run', 'smoke'], in: 'app', timeoutSeconds: 9 },
  };
  it.each<[string, FakeWorld['program'], Finding['verdict'], string]>([
    ['passes', () => ({}), 'passed', 'exit code 0'],
    ['fails', () => ({ code: 2, lines: ['no'] }), 'failed', 'exit code 2\nno'],
    ['fails when it hangs', () => ({ hangs: 'to the limit' }), 'failed', 'did not end within 9 s'],
    ['is inconclusive when there is no program', () => null, 'inconclusive', 'spawn npm ENOENT'],
  ])('%s', async (_what, program, verdict, evidence) => {
    const world = new FakeWorld();
    world.program = program;
    expect(await ask(world, check)).toMatchObject({ verdict, evidence });
    expect(world.programs.requests).toMatchObject([
      { folder: `${world.workshop.folder('backend', commit('b'))}/app` },
    ]);
  });

  it('is inconclusive when it is interrupted', async () => {
    const world = new FakeWorld();
    world.interrupt();
    expect(await ask(world, check)).toMatchObject({ verdict: 'inconclusive', evidence: 'interrupted' });
  });
});
