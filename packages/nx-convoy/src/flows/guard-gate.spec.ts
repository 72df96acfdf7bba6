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
  const judge = async (letter: string, checks: readonly CheckResult[]): Promise<void> => {
    const world = new FakeWorld();
    world.flags = { ...NO_FLAGS, hotfix: true, reason: 'it burns' };
    const outputs = { ...passed('database'), outputs: { path: 'alive' } };
    world.receipts.record('preprod', [outputs, { ...passed('frontend', letter), checks: [...checks] }]);
    await guardGate(scene('set', { manifest: manifest() }), [mended], world);
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

  it.each([
    ['at another commit', 'c', [check(own)]],
    ['with other checks', 'b', [check('GET https://api.test/health → 200')]],
    ['not', 'b', [check(own, 'inconclusive')]],
  ])('does not pass it where it passed there %s', async (_how, letter, checks) => {
    await expect(judge(letter, checks)).rejects.toMatchObject({
      code: 'CONVOY_GATE_CLOSED',
      message: `frontend may enter dev once this hotfix has passed its own check in preprod\n  ${own}: has not passed there at bbbbbbb`,
      remedy: `npx nx g nx-convoy:pin --environment=preprod --component=frontend --ref=${commit('b')}        then:  npx nx deploy frontend --configuration=preprod`,
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
