import { ask, nothing, type Scene } from '../../../tests/fakes/ask';
import { FakeWorld } from '../../../tests/fakes/fake-world';
import type { Check } from '../../model/resolved-component';

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
    [
      'passes with the wanted header, whatever its case',
      { headers: { 'Cache-Control': 'no-store' } },
      ({ sites }) => sites.site('api.test', () => ({ headers: { 'cache-control': 'no-store' } })),
      'passed',
      'HTTP/2 200',
    ],
    [
      'fails with another header',
      { headers: { 'cache-control': 'no-store' } },
      ({ sites }) => sites.site('api.test', () => ({ headers: { 'cache-control': 'public' } })),
      'failed',
      'cache-control is “public”, not “no-store”',
    ],
    [
      'fails without the header',
      { headers: { 'cache-control': 'no-store' } },
      answering(200),
      'failed',
      'cache-control is missing, not “no-store”',
    ],
    [
      'passes in time',
      { maxMilliseconds: 800 },
      ({ sites }) => sites.site('api.test', () => ({ milliseconds: 800 })),
      'passed',
      'in 800 ms',
    ],
    [
      'fails when it is slow',
      { maxMilliseconds: 800 },
      ({ sites }) => sites.site('api.test', () => ({ milliseconds: 801 })),
      'failed',
      'in 801 ms, slower than 800 ms',
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
