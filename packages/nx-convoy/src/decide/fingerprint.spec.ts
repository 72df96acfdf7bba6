import { liveFunction, liveState, pin } from '../../tests/fakes/values';
import type { LiveState } from '../model/live-state';
import { contentDigestOf, fingerprintOf } from './fingerprint';

const alias = { name: 'live', version: '41', codeSha256: 'code-1' };
const live: LiveState = {
  stacks: [{ name: 'main', status: 'UPDATE_COMPLETE', updatedAt: '2026-03-01T10:00:00Z', outputs: {} }],
  functions: [liveFunction({ alias })],
  layers: [{ name: 'shared', version: 3 }],
  schema: {
    version: 1,
    migrations: [{ version: 1, name: 'users', checksum: 'sum-1', appliedAt: '2026-03-01T10:00:00Z' }],
  },
  pages: {
    branch: 'stg',
    head: 'head',
    deployment: { id: 'id-1', commit: 'commit-1', stage: 'deploy', status: 'success', url: 'https://a.test' },
  },
};

/** The same contents after a rollback: new times, versions and ids. */
const rolledBack: LiveState = {
  ...live,
  stacks: [{ ...live.stacks[0]!, updatedAt: '2026-03-02T10:00:00Z' }],
  functions: [liveFunction({ alias: { ...alias, version: '43' } })],
  schema: { version: 1, migrations: [{ ...live.schema!.migrations[0]!, appliedAt: '2026-03-02T10:00:00Z' }] },
  pages: { ...live.pages!, deployment: { ...live.pages!.deployment!, id: 'id-2' } },
};

describe('fingerprintOf', () => {
  it('is the same for the same state, whatever the order of its fields', () => {
    const turned = Object.fromEntries(Object.entries(live).reverse()) as LiveState;
    expect(fingerprintOf(turned)).toBe(fingerprintOf(live));
    expect(fingerprintOf(live)).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each(['stacks', 'functions', 'schema', 'pages'] as const)(
    'notices a new time, version or id in %s',
    (part) => {
      expect(fingerprintOf({ ...live, [part]: rolledBack[part] })).not.toBe(fingerprintOf(live));
    },
  );

  it('notices a new version of a shared layer', () => {
    expect(fingerprintOf({ ...live, layers: [{ name: 'shared', version: 4 }] })).not.toBe(
      fingerprintOf(live),
    );
  });
});

describe('contentDigestOf', () => {
  it('is the same after a rollback', () => {
    expect(contentDigestOf(rolledBack, pin())).toBe(contentDigestOf(live, pin()));
  });

  it.each<[string, Partial<LiveState>]>([
    ['code behind the alias', { functions: [liveFunction({ alias: { ...alias, codeSha256: 'code-2' } })] }],
    ['runtime', { functions: [liveFunction({ alias, runtime: 'python3.13' })] }],
    ['schema', { schema: { version: 0, migrations: [] } }],
    [
      'served commit',
      { pages: { ...live.pages!, deployment: { ...live.pages!.deployment!, commit: 'other' } } },
    ],
    ['set of stacks', { stacks: [] }],
  ])('differs with another %s', (_what, change) => {
    expect(contentDigestOf({ ...live, ...change }, pin())).not.toBe(contentDigestOf(live, pin()));
  });

  it('covers the code of a function without an alias', () => {
    const first = liveState({ functions: [liveFunction()] });
    const second = liveState({ functions: [liveFunction({ codeSha256: 'code-2' })] });
    expect(contentDigestOf(first, pin())).not.toBe(contentDigestOf(second, pin()));
  });
});

it('a setting or variable that was changed by hand makes another fingerprint', () => {
  const live = (memory: string, digest: string) =>
    liveState({
      functions: [
        liveFunction({
          configuration: { settings: { memory }, variables: [{ variable: 'DB_HOST', digest }] },
        }),
      ],
    });
  const before = fingerprintOf(live('256', 'digest-1'));
  expect(fingerprintOf(live('256', 'digest-1'))).toBe(before);
  expect(fingerprintOf(live('512', 'digest-1'))).not.toBe(before);
  expect(fingerprintOf(live('256', 'digest-2'))).not.toBe(before);
});
