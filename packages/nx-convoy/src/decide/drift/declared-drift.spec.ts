import {
  commit,
  facts,
  liveFunction,
  liveState,
  neverDeployed,
  pin,
  receipt,
  record,
  resolvedComponent,
  tree,
} from '../../../tests/fakes/values';
import { declaredDrift, type DeclaredFacts } from './declared-drift';

const component = resolvedComponent({
  observes: {
    stacks: ['main'],
    functions: [{ name: 'api', alias: 'live', layers: ['shared'] }],
    layers: [],
  },
  checks: [{ kind: 'function', function: 'api', runtime: 'python3.12' }],
});
const layer = (version: number): string => `arn:aws:lambda:us-east-1:1:layer:shared:${version}`;
const alias = { name: 'live', version: '1', codeSha256: 'code-1' };
const api = liveFunction({ name: 'api', alias, layers: [layer(2)] });
const stack = { name: 'main', status: 'UPDATE_COMPLETE', updatedAt: null, outputs: {} };
const live = liveState({ stacks: [stack], functions: [api], layers: [{ name: 'shared', version: 2 }] });
const asDeclared: DeclaredFacts = { ...facts({ component, live }), schema: null };
const told = (change: Partial<DeclaredFacts>): string[] =>
  declaredDrift({ ...asDeclared, ...change }).map(({ what, here, there }) =>
    here === null ? what : `${what} ${here}, not ${there ?? ''}`,
  );
const file = (version: number, name: string) => ({
  version,
  name,
  file: `V00${version}__${name}.sql`,
  checksum: '',
  reversible: false,
});

describe('declaredDrift', () => {
  it('finds none where everything is as it is pinned and declared', () => {
    expect(declaredDrift(asDeclared)).toEqual([]);
  });

  it.each<[string, Partial<DeclaredFacts>, string[]]>([
    ['a pin that is not deployed yet', { pin: pin('c') }, ['commit bbbbbbb, not ccccccc']],
    ['what was never deployed', { record: neverDeployed }, ['never deployed from here –, not bbbbbbb']],
    [
      'a changed declaration',
      { record: record({ last: receipt({ declaration: 'other' }) }) },
      ['repos.json says something else than when it was deployed'],
    ],
    [
      'a runtime that the check forbids',
      { live: { ...live, functions: [{ ...api, runtime: 'python3.11' }] } },
      ['function api runs on python3.11, not python3.12'],
    ],
    [
      'an older layer',
      { live: { ...live, functions: [{ ...api, layers: [layer(1)] }] } },
      ['function api does not have layer shared:2'],
    ],
    [
      'a missing alias',
      { live: { ...live, functions: [{ ...api, alias: null }] } },
      ['function api has no alias live'],
    ],
    [
      'a stack that was rolled back',
      { live: { ...live, stacks: [{ ...stack, status: 'UPDATE_ROLLBACK_COMPLETE' }] } },
      ['stack main UPDATE_ROLLBACK_COMPLETE'],
    ],
    [
      'a schema that is behind, edited and foreign',
      { schema: { pending: [file(3, 'a')], edited: [file(1, 'b')], foreign: [{ version: 9, name: 'c' }] } },
      [
        'V003__a.sql is not applied',
        'V001__b.sql was edited since it was applied',
        'migration 9 (c) is applied and unknown at the pin',
      ],
    ],
  ])('tells of %s', (_what, change, lines) => {
    expect(told(change)).toEqual(lines);
    expect(declaredDrift({ ...asDeclared, ...change }).map((each) => each.class)).toEqual(
      lines.map(() => 'unexpected'),
    );
  });

  it('holds what was rolled back to what it was then, and says that the pin is another', () => {
    const back = live.functions.map((each) => ({ ...each, layers: [layer(1)] }));
    const after = { ...live, functions: back };
    const last = receipt({
      target: 'run-0',
      commit: commit('a'),
      tree: tree('a'),
      after,
      declaration: 'old',
    });
    expect(told({ record: record({ last }), live: after })).toEqual([
      'commit, rolled back to release run-0 aaaaaaa, not bbbbbbb',
    ]);
  });
});
