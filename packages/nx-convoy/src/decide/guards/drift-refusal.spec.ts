import {
  facts,
  failedReceipt,
  liveFunction,
  liveState,
  neverDeployed,
  pagesBranch,
  pin,
  receipt,
  record,
  resolvedComponent,
  started,
  commit,
  migrations,
} from '../../../tests/fakes/values';
import type { LiveState } from '../../model/live-state';
import type { ComponentRecord, Receipt } from '../../model/receipt';
import type { ResolvedComponent } from '../../model/resolved-component';
import { fingerprintOf } from '../fingerprint';
import { driftOf, driftRefusal, handMade, type DriftFacts } from './drift-refusal';

const alias = { name: 'live', version: '41', codeSha256: 'code-1' };
const live = liveState({ functions: [liveFunction({ name: 'api', alias })] });
const changed = liveState({ functions: [liveFunction({ name: 'api', alias, codeSha256: 'code-2' })] });
const line = 'the code of function api is code-2, was code-1';

function component(change: Partial<ResolvedComponent['observes']> = {}): ResolvedComponent {
  const functions = [{ name: 'api', alias: 'live', layers: ['shared'] }];
  return resolvedComponent({
    environment: 'preprod',
    observes: { stacks: [], functions, layers: [], ...change },
  });
}
function verified(after: LiveState, change: Partial<Receipt> = {}): Receipt {
  return receipt({ after, fingerprint: fingerprintOf(after), ...change });
}
function known(after: LiveState, change: Partial<ComponentRecord> = {}): ComponentRecord {
  const last = verified(after);
  return record({ last, verified: last, ...change });
}
const driftFacts = (change: Partial<DriftFacts> = {}): DriftFacts =>
  facts({ component: component(), record: known(live), live: changed, ...change });
const strict = { allowSource: false, overwriteDrift: false };

describe('driftRefusal', () => {
  it('names what was changed by hand, and the two ways to go on', () => {
    expect(driftRefusal(driftFacts(), strict)).toMatchObject({
      code: 'CONVOY_DRIFTED',
      message: `backend in preprod was changed by hand; a deploy would undo that\n  ${line}`,
      remedy: expect.stringContaining('--overwrite-drift --reason="…"') as string,
    });
  });

  it('has nothing against a live state that is what was last verified', () => {
    expect(driftRefusal(driftFacts({ live }), strict)).toBeNull();
  });

  it('lets a person overwrite it, and an environment that is for that', () => {
    expect(driftRefusal(driftFacts(), { ...strict, overwriteDrift: true })).toBeNull();
    expect(driftRefusal(driftFacts(), { ...strict, allowSource: true })).toBeNull();
  });

  it('blocks where an alias sends calls to a version that we did not choose', () => {
    const weighted = liveFunction({ name: 'api', alias: { ...alias, weights: { '42': 0.05 } } });
    const refusal = driftRefusal(driftFacts({ live: liveState({ functions: [weighted] }) }), strict);
    expect(refusal?.code).toBe('CONVOY_DRIFTED');
    expect(refusal?.message).toContain('alias live of function api sends 5 % of the calls to version 42');
  });
});

describe('driftOf', () => {
  it('is told where it is allowed, too', () => {
    expect(driftOf(driftFacts())).toEqual([line]);
  });

  it('knows nothing of a component that was never deployed', () => {
    expect(driftOf(driftFacts({ record: neverDeployed }))).toEqual([]);
  });

  it('takes an open attempt of ours for the cause', () => {
    expect(driftOf(driftFacts({ record: known(live, { started: started() }) }))).toEqual([]);
  });

  it('takes an attempt that ended without a look for the cause', () => {
    expect(driftOf(driftFacts({ record: known(live, { last: failedReceipt() }) }))).toEqual([]);
    expect(driftOf(driftFacts({ record: { ...neverDeployed, last: failedReceipt() } }))).toEqual([]);
  });

  it.each<[string, LiveState]>([
    [
      'a stack',
      { ...live, stacks: [{ name: 's', status: 'UPDATE_IN_PROGRESS', updatedAt: null, outputs: {} }] },
    ],
    ['a function', liveState({ functions: [liveFunction({ name: 'api', lastUpdateStatus: 'InProgress' })] })],
    [
      'a Pages build',
      {
        ...live,
        pages: {
          branch: 'stg',
          head: 'h',
          deployment: { id: 'i', commit: 'h', stage: 'build', status: 'active', url: '' },
        },
      },
    ],
  ])('takes an attempt that ended while %s was under way for the cause', (_what, after) => {
    const last = failedReceipt({ after, fingerprint: null });
    expect(driftOf(driftFacts({ record: known(live, { last }) }))).toEqual([]);
  });

  it('knows what a failed attempt left, confirmed or not', () => {
    for (const fingerprint of [null, fingerprintOf(changed)]) {
      const last = failedReceipt({ after: changed, fingerprint });
      expect(driftOf(driftFacts({ record: known(live, { last }) }))).toEqual([]);
      expect(driftOf(driftFacts({ record: { ...neverDeployed, last } }))).toEqual([]);
    }
  });

  it('tells what changed since a failed attempt', () => {
    const last = failedReceipt({ after: changed, fingerprint: null });
    const third = liveState({ functions: [liveFunction({ name: 'api', alias, codeSha256: 'code-3' })] });
    expect(driftOf(driftFacts({ record: known(live, { last }), live: third }))).toEqual([
      'the code of function api is code-3, was code-2',
    ]);
  });

  it('takes what was verified before a failed attempt for ours, too: it may have done nothing', () => {
    const last = failedReceipt({ after: changed, fingerprint: null });
    expect(driftOf(driftFacts({ record: known(live, { last }), live }))).toEqual([]);
  });

  it('does not forget drift because a verification saw it', () => {
    const seen = verified(live, { verb: 'verify', outcome: 'failed', verdict: 'failed', after: changed });
    expect(driftOf(driftFacts({ record: known(live, { last: seen }) }))).toEqual([line]);
  });

  it('compares only what was declared then and still is', () => {
    const more = component({
      stacks: ['second'],
      functions: [
        { name: 'api', alias: 'live', layers: [] },
        { name: 'worker', alias: null, layers: [] },
      ],
    });
    const now = liveState({
      stacks: [{ name: 'second', status: 'CREATE_COMPLETE', updatedAt: null, outputs: {} }],
      functions: [...live.functions, liveFunction({ name: 'worker' })],
    });
    expect(driftOf(driftFacts({ component: more, live: now }))).toEqual([]);
    expect(driftOf(driftFacts({ component: component(), record: known(now), live }))).toEqual([]);
  });

  it('tells of an alias that is gone only while it is declared', () => {
    const bare = liveState({ functions: [liveFunction({ name: 'api' })] });
    expect(driftOf(driftFacts({ live: bare }))).toEqual(['alias live of function api is gone']);
    const functions = [{ name: 'api', alias: null, layers: [] }];
    expect(driftOf(driftFacts({ component: component({ functions }), live: bare }))).toEqual([]);
  });

  it('takes a new version of a layer for drift only where the component publishes it', () => {
    const [before, now] = [3, 4].map((version) => ({ ...live, layers: [{ name: 'shared', version }] }));
    const published = { record: known(before!), live: now! };
    expect(driftOf(driftFacts(published))).toEqual([]);
    expect(driftOf(driftFacts({ ...published, component: component({ layers: ['shared'] }) }))).toEqual([
      'layer shared is at version 4, was 3',
    ]);
  });

  it('looks at the schema only while migrations are declared', () => {
    const before = liveState({ schema: { version: 1, migrations: [] } });
    const now = liveState({ schema: { version: 2, migrations: [] } });
    const scene = { record: known(before), live: now };
    expect(driftOf(driftFacts(scene))).toEqual([]);
    const database = { ...component(), migrations };
    expect(driftOf(driftFacts({ ...scene, component: database }))).toEqual([
      'the schema is at version 2, was 1',
    ]);
    expect(driftOf(driftFacts({ ...scene, component: database, live: liveState() }))).toEqual([
      'the schema cannot be asked any more: its function is gone',
    ]);
  });
});

describe('driftOf of a branch whose push is the deploy', () => {
  const front = { ...component(), pages: pagesBranch() };
  const serving = (letter: string, deployed = letter): LiveState =>
    liveState({
      pages: {
        branch: 'stg',
        head: commit(letter),
        deployment: {
          id: `id-${deployed}`,
          commit: commit(deployed),
          stage: 'deploy',
          status: 'success',
          url: 'u',
        },
      },
    });
  const scene = (change: Partial<DriftFacts>) =>
    driftFacts({
      component: front,
      pin: pin('c'),
      record: known(serving('b')),
      ...change,
    } as Partial<DriftFacts>);

  it.each(['same', 'carries'] as const)('finds none where the branch was moved to the pin (%s)', (branch) => {
    expect(driftOf(scene({ live: serving('c'), branch }))).toEqual([]);
  });

  it('finds none while the pin that was pushed is being built', () => {
    expect(driftOf(scene({ live: serving('c', 'b'), branch: 'same' }))).toEqual([]);
  });

  it.each(['behind', 'ahead', 'diverged'] as const)(
    'tells of a branch that was moved elsewhere (%s)',
    (branch) => {
      expect(driftOf(scene({ live: serving('d'), branch }))).toEqual([
        'branch stg is at ddddddd, was bbbbbbb',
        'Pages has deployment id-d of commit ddddddd, was deployment id-b of commit bbbbbbb',
      ]);
    },
  );

  it('finds none where commits were pushed by hand that the pin has, too', () => {
    const pushed = scene({ live: serving('d'), branch: 'behind', branchGrew: true });
    expect(driftOf(pushed)).toEqual([]);
    expect(handMade(pushed)).not.toEqual([]);
  });

  it('tells of a deployment of something else, although the branch is at the pin', () => {
    expect(driftOf(scene({ live: serving('c', 'e'), branch: 'same' }))).toEqual([
      'Pages has deployment id-e of commit eeeeeee, was deployment id-b of commit bbbbbbb',
    ]);
  });

  it('has nothing to say where Pages is no longer declared', () => {
    expect(driftOf(scene({ component: component(), live: serving('d'), branch: 'absent' }))).toEqual([]);
  });
});
