import { commit, ledgerState, neverDeployed, pin, record, tree } from '../../../tests/fakes/values';
import type { LedgerState, Pass, ReleaseSummary } from '../../model/receipt';
import { gateOf, gateRefusal, judgeGate, type EarlierFacts, type GateFacts } from './gate-refusal';

const place = (letter: string) => ({ commit: commit(letter), tree: tree(letter) });
const pass = (letter: string, run: string): Pass => ({ ...place(letter), run, at: '2026-03-01T10:00:00Z' });
const release = (run: string, components: Record<string, string>): ReleaseSummary => ({
  run,
  at: '2026-03-01T11:00:00Z',
  who: 'somebody',
  adopted: false,
  components: Object.fromEntries(Object.entries(components).map(([name, letter]) => [name, place(letter)])),
  entry: '',
});
const passed = (...letters: string[]) =>
  record({ passed: letters.map((letter, index) => pass(letter, `run-${index + 1}`)) });

function earlier(change: Partial<LedgerState> = {}, pins: EarlierFacts['pins'] = {}): EarlierFacts {
  const components = { database: passed('a'), backend: passed('b') };
  const releases = [release('run-9', { database: 'a', backend: 'b' })];
  return { environment: 'dev', state: { ...ledgerState(components), releases, ...change }, pins };
}
const gateFacts = (change: Partial<GateFacts> = {}): GateFacts => ({
  component: 'backend',
  environment: 'preprod',
  pin: pin('b'),
  pins: { database: pin('a'), backend: pin('b') },
  earlier: earlier(),
  gate: 'tree',
  hotfix: false,
  ...change,
});

describe('gateOf', () => {
  it.each([
    [undefined, undefined, 'tree'],
    [undefined, false, 'tree'],
    [undefined, true, 'set'],
    ['tree', true, 'tree'],
    ['set', undefined, 'set'],
  ] as const)('where repos.json says %s, protected: %s, it is %s', (gate, isProtected, expected) => {
    expect(gateOf({ gate, protected: isProtected })).toBe(expected);
  });
});

describe('judgeGate', () => {
  it('lets a tree enter that passed before, and names the evidence', () => {
    expect(judgeGate(gateFacts())).toEqual({
      type: 'open',
      evidence: 'backend passed in dev: run run-1, 2026-03-01T10:00:00Z, no checks declared',
      warning: null,
    });
  });

  it('finds a pass further back', () => {
    const components = { database: passed('a'), backend: passed('d', 'c', 'b') };
    expect(judgeGate(gateFacts({ earlier: earlier({ components }) }))).toMatchObject({
      evidence: expect.stringContaining('run run-3') as string,
    });
  });

  it('compares trees, not commits: another commit with the same tree has passed', () => {
    expect(judgeGate(gateFacts({ pin: pin('b', { commit: commit('c') }) })).type).toBe('open');
  });

  it('warns where the mix of trees was never live together', () => {
    const releases = [release('run-9', { database: 'x', backend: 'b' })];
    expect(judgeGate(gateFacts({ earlier: earlier({ releases }) }))).toMatchObject({
      type: 'open',
      warning: 'these trees were never live together in dev, each for itself was',
    });
  });

  it('is open where nothing is promoted into the environment', () => {
    expect(judgeGate(gateFacts({ earlier: null }))).toMatchObject({ type: 'open' });
  });

  it('is open for a component that does not exist in the earlier environment, and says so', () => {
    expect(judgeGate(gateFacts({ pins: { database: pin('a') } }))).toEqual({
      type: 'open',
      evidence: 'backend does not exist in dev, so it cannot pass there first',
      warning: null,
    });
  });

  it.each(['tree', 'set'] as const)('is passed by a hotfix (%s)', (gate) => {
    const nothing = earlier({ components: {}, releases: [] });
    expect(judgeGate(gateFacts({ gate, hotfix: true, earlier: nothing }))).toMatchObject({
      type: 'open',
      evidence: 'passed by --hotfix',
    });
  });
});

describe('gateRefusal', () => {
  it.each<[string, LedgerState['components']]>([
    ['nothing', {}],
    ['other trees', { backend: passed('c') }],
    ['an attempt that did not pass', { backend: neverDeployed }],
    ['the tree from a local checkout, which is no pass', { backend: record({ passed: [] }) }],
    ['the tree of another component', { database: passed('b') }],
  ])('refuses a tree where the earlier environment saw %s', (_what, components) => {
    const refusal = gateRefusal(gateFacts({ earlier: earlier({ components }) }));
    expect(refusal).toMatchObject({
      code: 'CONVOY_GATE_CLOSED',
      message: 'backend may enter preprod once its pin passes in dev\n  backend bbbbbbb never passed in dev',
      remedy: `npx nx g nx-convoy:pin --environment=dev --component=backend --ref=${commit('b')}        then:  npx nx deploy backend --configuration=dev`,
    });
  });

  it('asks only for the deploy where the earlier environment is pinned to the tree already', () => {
    const pins = { backend: pin('b') };
    expect(gateRefusal(gateFacts({ earlier: earlier({ components: {} }, pins) }))?.remedy).toBe(
      'npx nx deploy backend --configuration=dev',
    );
  });

  it.each(['tree', 'set'] as const)('refuses a tree that was rolled back there (%s)', (gate) => {
    const hold = { run: 'run-8', at: '', trees: { backend: tree('b') }, failed: [] };
    const refusal = gateRefusal(gateFacts({ gate, earlier: earlier({ hold }) }));
    expect(refusal?.message).toContain('backend was rolled back in dev and is held there');
    const other = { ...hold, trees: { backend: tree('c') } };
    expect(gateRefusal(gateFacts({ gate, earlier: earlier({ hold: other }) }))).toBeNull();
  });

  it('minds another held component only where the set must pass', () => {
    const hold = { run: 'run-8', at: '', trees: { database: tree('a') }, failed: [] };
    expect(gateRefusal(gateFacts({ earlier: earlier({ hold }) }))).toBeNull();
    expect(gateRefusal(gateFacts({ gate: 'set', earlier: earlier({ hold }) }))?.message).toContain(
      'database was rolled back in dev',
    );
  });
});

describe('gateRefusal where the set must pass', () => {
  const set = (change: Partial<GateFacts> = {}) => gateFacts({ gate: 'set', ...change });

  it('lets a set enter that was one release, and names it', () => {
    const releases = [
      release('run-7', { database: 'a', backend: 'b' }),
      release('run-8', { database: 'a', backend: 'b', more: 'x' }),
      release('run-9', { database: 'a', backend: 'c' }),
    ];
    expect(judgeGate(set({ earlier: earlier({ releases }) }))).toEqual({
      type: 'open',
      evidence: 'the set passed in dev together: run run-8, 2026-03-01T11:00:00Z',
      warning: null,
    });
  });

  it('refuses a set of which each passed, but never all together', () => {
    const releases = [
      release('run-8', { database: 'a', backend: 'x' }),
      release('run-9', { database: 'x', backend: 'b' }),
    ];
    const pins = { backend: pin('b') };
    expect(gateRefusal(set({ earlier: earlier({ releases }, pins) }))).toMatchObject({
      code: 'CONVOY_GATE_CLOSED',
      message:
        'backend may enter preprod once all pins together pass in dev\n  the last release in dev has database xxxxxxx, the pin is aaaaaaa',
      remedy: `npx nx g nx-convoy:pin --environment=dev --component=database --ref=${commit('a')}        then:  npx nx run-many -t deploy --configuration=dev`,
    });
  });

  it('refuses a set of which the release lacks a component', () => {
    const releases = [release('run-9', { database: 'a' })];
    expect(gateRefusal(set({ earlier: earlier({ releases }) }))?.message).toContain(
      'the last release in dev has no backend, the pin is bbbbbbb',
    );
  });

  it('refuses where there was no release', () => {
    expect(gateRefusal(set({ earlier: earlier({ releases: [] }) }))?.message).toContain(
      'there was no release in dev yet',
    );
  });

  it('leaves out what is not pinned', () => {
    const pins = { database: pin('a'), backend: pin('b'), later: null };
    expect(gateRefusal(set({ pins }))).toBeNull();
  });
});
