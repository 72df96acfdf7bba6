import { FakeWorld } from '../../tests/fakes/fake-world';
import { manifestWith } from '../../tests/fakes/rollback-stage';
import { commit, ledgerState, pin, receipt, resolvedComponent, tree } from '../../tests/fakes/values';
import { release, releasedComponent } from '../../tests/fakes/values-of-release';
import { NO_FLAGS } from '../model/run-flags';
import type { CheckResult } from '../model/verdict';
import { guardGate } from './guard-gate';
import type { RunScene } from './guard-run';

const named = (name: string) => ({ component: resolvedComponent({ name }), pin: pin() });
const database = named('database');
const frontend = named('frontend');
/** What is promoted from preprod, where the backend does not exist. */
function scene(gate: 'tree' | 'set', change: Partial<RunScene> = {}): RunScene {
  const declared = manifestWith({ promotesFrom: 'preprod', gate });
  return {
    environment: 'dev',
    declaration: declared.environments['dev']!,
    manifest: declared,
    state: ledgerState(),
    concerned: [],
    all: [database, named('backend'), frontend],
    earlierPins: {},
    ...change,
  };
}
const passed = (component: string, letter = 'b') =>
  receipt({ environment: 'preprod', component, commit: commit(letter), tree: tree(letter) });

it('opens to a tree that passed, and warns where this mix never passed together', async () => {
  const world = new FakeWorld();
  world.receipts.record('preprod', [passed('database'), passed('frontend')]);
  await guardGate(scene('tree'), [database, frontend], world);
  expect(world.lines).toHaveLength(1);
  expect(world.lines[0]).toMatch(/^dev: /);
});

it('is closed by default to a mix that never passed together, where the set must', async () => {
  const world = new FakeWorld();
  world.receipts.record('preprod', [passed('database'), passed('frontend')]);
  await expect(guardGate(scene('set'), [database], world)).rejects.toMatchObject({
    code: 'CONVOY_GATE_CLOSED',
  });
});

it('opens to a set that was one release there; what does not exist there is no part of it', async () => {
  const world = new FakeWorld();
  const place = releasedComponent({ commit: commit('b'), tree: tree('b') });
  const components = { database: place, frontend: place };
  world.receipts.record('preprod', [release({ environment: 'preprod', components })]);
  await expect(guardGate(scene('set'), [database], world)).resolves.toBeUndefined();
});

it('never opens by a pass from a local checkout', async () => {
  const world = new FakeWorld();
  world.receipts.record('preprod', [{ ...passed('database'), source: { dirty: false } }]);
  await expect(guardGate(scene('tree'), [database], world)).rejects.toMatchObject({
    code: 'CONVOY_GATE_CLOSED',
  });
});

it('lets a hotfix pass', async () => {
  const world = new FakeWorld();
  world.flags = { ...NO_FLAGS, hotfix: true, reason: 'it burns' };
  await expect(guardGate(scene('set'), [database], world)).resolves.toBeUndefined();
});

describe('a hotfix with a check of its own', () => {
  const asked = 'GET https://api.test/{outputs.database.path} → 200';
  const manifest = () => {
    const declared = manifestWith({ promotesFrom: 'preprod', gate: 'set' });
    const check = { http: 'https://api.test/{outputs.database.path}', status: 200, hotfix: 'fire' };
    for (const repo of Object.values(declared.repos))
      for (const [name, component] of Object.entries(repo.components))
        if (name === 'frontend') component.checks = [{ http: 'https://api.test/health' }, check];
    return {
      ...declared,
      environments: { ...declared.environments, preprod: declared.environments['dev']! },
    };
  };
  const mended = { ...named('frontend'), pin: pin('b', { ref: 'hotfix/fire' }) };
  const judge = async (
    letter: string,
    checks: readonly CheckResult[],
    { coming = mended, world = new FakeWorld() } = {},
  ): Promise<void> => {
    world.flags = { ...NO_FLAGS, hotfix: true, reason: 'it burns' };
    const outputs = { ...passed('database'), outputs: { path: 'alive' } };
    world.receipts.record('preprod', [outputs, { ...passed('frontend', letter), checks: [...checks] }]);
    await guardGate(scene('set', { manifest: manifest() }), [coming], world);
  };
  const check = (name: string, verdict: CheckResult['verdict'] = 'passed') => ({
    name,
    verdict,
    milliseconds: 1,
    evidence: '',
  });
  const own = asked.replace('{outputs.database.path}', 'alive');

  it('passes the gate once the check has passed in the environment before', async () => {
    await expect(judge('b', [check(own)])).resolves.toBeUndefined();
  });

  /** The hotfix `b` and `e`, and two merges of it: `d` of `b` alone, `f` of both. */
  function merges(): FakeWorld {
    const world = new FakeWorld();
    world.addCommit('e', { parents: ['b'] });
    world.addCommit('c', { parents: ['a'] });
    for (const [letter, source] of [
      ['d', 'b'],
      ['f', 'e'],
    ] as const)
      world.addCommit(letter, { parents: ['c', source], subject: 'hotfix: hotfix/fire to stg' });
    return world;
  }
  const waiting = (letter: string) => ({
    ...mended,
    pin: pin(letter, { ref: 'refs/convoy/dev/hotfix/fire' }),
  });

  it.each([
    ['passes it as a merge where the hotfix passed before', 'b', waiting('d')],
    ['passes it where a merge of the hotfix passed before', 'd', mended],
    ['passes it as a merge where one of more of it passed before', 'f', waiting('d')],
  ])('%s', async (_what, letter, coming) => {
    await expect(judge(letter, [check(own)], { coming, world: merges() })).resolves.toBeUndefined();
  });

  it.each([
    ['the hotfix went on', 'b', waiting('f')],
    ['only what it is merged into passed', 'c', waiting('f')],
    ['a merge of less of it passed', 'd', { ...mended, pin: pin('e', { ref: 'hotfix/fire' }) }],
  ])('does not pass it where %s', async (_what, letter, coming) => {
    await expect(judge(letter, [check(own)], { coming, world: merges() })).rejects.toMatchObject({
      code: 'CONVOY_GATE_CLOSED',
    });
  });

  it.each([
    ['at another commit', 'c', [check(own)]],
    ['with other checks', 'b', [check('GET https://api.test/health → 200')]],
    ['not', 'b', [check(own, 'inconclusive')]],
  ])('does not pass it where it passed there %s', async (_how, letter, checks) => {
    await expect(judge(letter, checks)).rejects.toMatchObject({
      code: 'CONVOY_GATE_CLOSED',
      message: `frontend may enter dev once this hotfix has passed its own check in preprod\n  ${own}: has not passed there at bbbbbbb`,
      remedy:
        'npx nx g nx-convoy:hotfix pin fire --environment=preprod --component=frontend        then:  npx nx deploy frontend --configuration=preprod',
    });
  });
});

it('reads the ledger of the earlier environment once, and not at all without a reason to', async () => {
  const world = new FakeWorld();
  world.receipts.record('preprod', [passed('database'), passed('frontend')]);
  await guardGate(scene('tree'), [database, frontend], world);
  expect(world.calls).toEqual(['ledger.refresh']);
  await guardGate(scene('tree'), [{ ...database, pin: null }], world);
  expect(world.calls).toEqual(['ledger.refresh']);
});
