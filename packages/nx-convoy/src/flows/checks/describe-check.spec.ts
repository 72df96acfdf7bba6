import type { Check } from '../../model/resolved-component';
import { describeCheck } from './describe-check';

const http: Check & { kind: 'http' } = {
  kind: 'http',
  url: 'https://api.test/users/',
  method: 'GET',
  status: 200,
  bearer: null,
  json: null,
  contains: null,
  version: null,
};

it.each<[Check, string]>([
  [{ kind: 'stack', stack: 'main' }, 'stack main'],
  [{ kind: 'function', function: 'api', runtime: null }, 'function api'],
  [{ kind: 'invoke', function: 'api', payload: null, json: null }, 'invoke api'],
  [http, 'GET https://api.test/users/ → 200'],
  [{ ...http, bearer: '$TOKEN', status: 401 }, 'GET https://api.test/users/ with a token → 401'],
  [
    { kind: 'graphql', url: 'https://a.test', query: '{ __typename }', bearer: null },
    'GraphQL { __typename }',
  ],
  [{ kind: 'pages' }, 'Pages deployment'],
  [{ kind: 'schema' }, 'schema version'],
  [{ kind: 'run', command: { argv: ['npm', 'run', 'smoke'], in: '.', timeoutSeconds: 1 } }, 'npm run smoke'],
])('names a check (%#)', (check, name) => {
  expect(describeCheck(check)).toBe(name);
});
