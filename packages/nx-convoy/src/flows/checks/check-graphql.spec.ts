import { ask } from '../../../tests/fakes/ask';
import { FakeWorld } from '../../../tests/fakes/fake-world';
import type { Check } from '../../model/resolved-component';

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
