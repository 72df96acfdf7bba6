import fc from 'fast-check';
import { liveFunction, liveState } from '../../../tests/fakes/values';
import { canonicalJson } from '../../model/digest';
import type { LiveFunction, LiveState } from '../../model/live-state';
import { describeDrift } from './describe-drift';

const alias = { name: 'live', version: '41', codeSha256: 'code-41-and-more' };
const arn = (name: string, version: number) => `arn:aws:lambda:us-east-1:1:layer:${name}:${version}`;
const configuration = {
  settings: { memory: '256', timeout: '15' },
  variables: [
    { variable: 'DB_HOST', digest: 'digest-1' },
    { variable: 'STAGE', digest: 'digest-2' },
  ],
};
const [host, stage] = configuration.variables;
const api = liveFunction({
  name: 'api',
  configuration,
  alias,
  codeSha256: 'code-41-and-more',
  layers: [arn('db', 3)],
});
const row = { version: 1, name: 'users', checksum: 'sum-1', appliedAt: '2026-03-01T10:00:00Z' };
const deployment = {
  id: 'id-1-and-more',
  commit: 'commit1',
  stage: 'deploy',
  status: 'success',
  url: 'https://a.test',
};
const before: LiveState = {
  stacks: [
    { name: 'main', status: 'UPDATE_COMPLETE', updatedAt: '2026-03-01T10:00:00Z', outputs: { Url: 'u' } },
  ],
  functions: [api],
  layers: [{ name: 'db', version: 3 }],
  schema: { version: 1, migrations: [row] },
  pages: { branch: 'stg', head: 'head-1-and-more', deployment },
};
const [stack] = before.stacks;
const withApi = (change: Partial<LiveFunction>): Partial<LiveState> => ({
  functions: [{ ...api, ...change }],
});
const withAlias = (change: Partial<typeof alias> & { weights?: Record<string, number> }) =>
  withApi({ alias: { ...alias, ...change } });
const withStack = (change: Partial<NonNullable<typeof stack>>): Partial<LiveState> => ({
  stacks: [{ ...stack!, ...change }],
});
const withPages = (change: object): Partial<LiveState> => ({ pages: { ...before.pages!, ...change } });
const withDeployment = (change: object) => withPages({ deployment: { ...deployment, ...change } });

describe('describeDrift', () => {
  it('finds nothing where nothing differs', () => {
    expect(describeDrift(before, before)).toEqual([]);
    expect(describeDrift(liveState(), liveState())).toEqual([]);
  });

  it.each<[string, Partial<LiveState>, string[]]>([
    [
      'code',
      withApi({ codeSha256: 'code-42-and-more' }),
      ['the code of function api is code-42-, was code-41-'],
    ],
    [
      'code that differs late',
      withApi({ codeSha256: 'code-41-and-less' }),
      ['the code of function api is code-41-and-less, was code-41-and-more'],
    ],
    ['runtime', withApi({ runtime: 'python3.13' }), ['function api runs on python3.13, was python3.12']],
    ['layers', withApi({ layers: [arn('db', 4)] }), ['function api has layers db:4, was db:3']],
    ['no layers', withApi({ layers: [] }), ['function api has layers none, was db:3']],
    [
      'memory',
      withApi({ configuration: { ...configuration, settings: { memory: '512', timeout: '15' } } }),
      ['function api has memory 512, was 256'],
    ],
    [
      'variable of another value, without the value',
      withApi({ configuration: { ...configuration, variables: [{ ...host!, digest: 'digest-3' }, stage!] } }),
      ['variable DB_HOST of function api has another value'],
    ],
    [
      'variable that came and one that went',
      withApi({ configuration: { ...configuration, variables: [host!, { variable: 'NEW', digest: 'd' }] } }),
      ['function api has a variable NEW, and had none', 'function api no longer has variable STAGE'],
    ],
    ['failed function', withApi({ state: 'Failed' }), ['function api is Failed, was Active']],
    [
      'function that is gone',
      withApi({ state: 'Absent', codeSha256: '', runtime: '' }),
      ['function api is gone'],
    ],
    [
      'update under way',
      withApi({ lastUpdateStatus: 'InProgress' }),
      ['the last update of function api is InProgress, was Successful'],
    ],
    [
      'alias target',
      withAlias({ version: '42', codeSha256: 'code-42-and-more' }),
      ['alias live of function api points at version 42, was 41'],
    ],
    [
      'code of the same version',
      withAlias({ codeSha256: 'code-42-and-more' }),
      ['the code behind alias live of function api is code-42-, was code-41-'],
    ],
    ['alias that is gone', withApi({ alias: null }), ['alias live of function api is gone']],
    [
      'alias weight that we did not set',
      withAlias({ weights: { '42': 0.1 } }),
      ['alias live of function api sends 10 % of the calls to version 42, was no calls to another version'],
    ],
    [
      'stack status',
      withStack({ status: 'UPDATE_ROLLBACK_COMPLETE' }),
      ['stack main is UPDATE_ROLLBACK_COMPLETE, was UPDATE_COMPLETE'],
    ],
    [
      'stack that is gone',
      withStack({ status: 'ABSENT', updatedAt: null, outputs: {} }),
      ['stack main is gone'],
    ],
    [
      'stack update',
      withStack({ updatedAt: '2026-03-02T10:00:00Z' }),
      ['stack main was updated at 2026-03-02T10:00:00Z, was 2026-03-01T10:00:00Z'],
    ],
    [
      'stack outputs',
      withStack({ outputs: { Url: 'v', Arn: 'a' } }),
      ['stack main has other outputs: Arn, Url'],
    ],
    ['layer version', { layers: [{ name: 'db', version: 4 }] }, ['layer db is at version 4, was 3']],
    ['layer that is gone', { layers: [{ name: 'db', version: null }] }, ['layer db is gone']],
    [
      'migration of somebody else',
      { schema: { version: 2, migrations: [row, { ...row, version: 2, name: 'orders' }] } },
      ['migration 2 (orders) was applied by somebody else', 'the schema is at version 2, was 1'],
    ],
    [
      'migration that was undone',
      { schema: { version: 0, migrations: [] } },
      ['migration 1 (users) is no longer among the applied ones', 'the schema is at version 0, was 1'],
    ],
    [
      'edited migration',
      { schema: { version: 1, migrations: [{ ...row, checksum: 'sum-2' }] } },
      ['migration 1 (users) has checksum sum-2, was sum-1'],
    ],
    [
      'migration that was applied again',
      { schema: { version: 1, migrations: [{ ...row, appliedAt: '2026-03-02T10:00:00Z' }] } },
      ['migration 1 (users) was applied at 2026-03-02T10:00:00Z, was 2026-03-01T10:00:00Z'],
    ],
    [
      'schema without its function',
      { schema: null },
      ['the schema cannot be asked any more: its function is gone'],
    ],
    ['moved branch', withPages({ head: 'other-and-more' }), ['branch stg is at other-a, was head-1-']],
    ['branch that is gone', withPages({ head: null }), ['branch stg is gone']],
    [
      'other deployment',
      withDeployment({ id: 'id-2-and-more', commit: 'commit2' }),
      ['Pages has deployment id-2-an of commit commit2, was deployment id-1-an of commit commit1'],
    ],
    [
      'no deployment',
      withPages({ deployment: null }),
      ['Pages no longer has deployment id-1-an of commit commit1'],
    ],
    [
      'deployment that is built again',
      withDeployment({ stage: 'build', status: 'active' }),
      ['Pages deployment id-1-an is at build active, was deploy success'],
    ],
    [
      'moved address',
      withDeployment({ url: 'https://b.test' }),
      ['Pages deployment id-1-an is served at https://b.test, was https://a.test'],
    ],
  ])('tells of %s', (_what, change, lines) => {
    expect(describeDrift(before, { ...before, ...change })).toEqual(lines);
  });

  it('says what went back to normal, too', () => {
    expect(describeDrift({ ...before, ...withAlias({ weights: { '42': 0.125 } }) }, before)).toEqual([
      'alias live of function api sends no calls to another version, was 12.5 % of the calls to version 42',
    ]);
    expect(describeDrift({ ...before, ...withApi({ state: 'Absent' }) }, before)).toEqual([
      'function api is there, and was not',
    ]);
    expect(describeDrift({ ...before, ...withPages({ head: null, deployment: null }) }, before)).toEqual([
      'branch stg is at head-1-, was none',
      'Pages has deployment id-1-an of commit commit1, and had none',
    ]);
  });

  it.each(['Inactive', 'Pending'])(
    'takes a function that is %s for the same, since it only sleeps',
    (state) => {
      expect(describeDrift(before, { ...before, ...withApi({ state }) })).toEqual([]);
    },
  );

  it('leaves out what only one of the two has: it was declared later, or no longer is', () => {
    const more: LiveState = {
      ...before,
      stacks: [...before.stacks, { name: 'second', status: 'CREATE_COMPLETE', updatedAt: null, outputs: {} }],
      functions: [api, liveFunction({ name: 'worker' })],
      layers: [...before.layers, { name: 'util', version: 1 }],
    };
    expect(describeDrift(before, more)).toEqual([]);
    expect(describeDrift(more, before)).toEqual([]);
    expect(describeDrift({ ...before, schema: null, pages: null }, before)).toEqual([]);
    expect(describeDrift(before, { ...before, pages: null })).toEqual([]);
    const unread = { ...before, ...withApi({ configuration: undefined }) };
    expect(describeDrift(unread, before)).toEqual([]);
    expect(describeDrift(before, unread)).toEqual([]);
    expect(describeDrift({ ...before, ...withApi({ alias: null }) }, before)).toEqual([]);
    expect(describeDrift(before, { ...before, ...withPages({ branch: 'main', head: 'other' }) })).toEqual([]);
    expect(describeDrift(before, { ...before, ...withAlias({ name: 'blue', version: '9' }) })).toEqual([]);
  });
});

const word = fc.constantFrom('a-long-word-1', 'a-long-word-2');
const time = fc.constantFrom('2026-03-01T10:00:00Z', '2026-03-02T10:00:00Z');
const weights = fc.option(
  fc.dictionary(fc.constantFrom('8', '9'), fc.constantFrom(0.1, 0.2), { minKeys: 1 }),
  {
    nil: undefined,
  },
);
const liveArbitrary: fc.Arbitrary<LiveState> = fc.record({
  stacks: fc.tuple(
    fc.record({
      name: fc.constant('main'),
      status: fc.constantFrom('UPDATE_COMPLETE', 'UPDATE_FAILED', 'ABSENT'),
      updatedAt: fc.option(time),
      outputs: fc.dictionary(word, word),
    }),
  ),
  functions: fc.tuple(
    fc.record({
      name: fc.constant('api'),
      state: fc.constantFrom('Active', 'Failed'),
      lastUpdateStatus: fc.constantFrom('Successful', 'InProgress'),
      runtime: word,
      codeSha256: word,
      layers: fc.array(word, { maxLength: 2 }),
      configuration: fc.record({
        settings: fc.record({ memory: fc.constantFrom('256', '512') }),
        variables: fc.dictionary(fc.constantFrom('A', 'B'), word).map((found) =>
          Object.entries(found)
            .map(([variable, digest]) => ({ variable, digest }))
            .sort((left, right) => (left.variable < right.variable ? -1 : 1)),
        ),
      }),
      alias: fc.record({ name: fc.constant('live'), version: word, codeSha256: word, weights }),
    }),
  ),
  layers: fc.tuple(fc.record({ name: fc.constant('db'), version: fc.option(fc.constantFrom(1, 2)) })),
  schema: fc.record({
    version: fc.constantFrom(1, 2),
    migrations: fc
      .uniqueArray(
        fc.record({ version: fc.constantFrom(1, 2), name: word, checksum: word, appliedAt: time }),
        { selector: ({ version }) => version, comparator: (left, right) => left === right },
      )
      .map((rows) => rows.sort((left, right) => left.version - right.version)),
  }),
  pages: fc.record({
    branch: fc.constant('stg'),
    head: fc.option(word),
    deployment: fc.option(fc.record({ id: word, commit: word, stage: word, status: word, url: word })),
  }),
});

test('states with the same names differ exactly where something is told of', () => {
  fc.assert(
    fc.property(liveArbitrary, liveArbitrary, (first, second) => {
      const isSame = canonicalJson(first) === canonicalJson(second);
      expect(describeDrift(first, second).length === 0).toBe(isSame);
    }),
    { numRuns: 300 },
  );
});

test('any one difference between two states is told of', () => {
  const parts = ['stacks', 'functions', 'layers', 'schema', 'pages'] as const;
  fc.assert(
    fc.property(liveArbitrary, liveArbitrary, fc.constantFrom(...parts), (first, other, part) => {
      const second = { ...first, [part]: other[part] };
      const isSame = canonicalJson(first) === canonicalJson(second);
      expect(describeDrift(first, second).length === 0).toBe(isSame);
    }),
    { numRuns: 500 },
  );
});
