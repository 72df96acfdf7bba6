import { ask, type Scene } from '../../../tests/fakes/ask';
import { FakeWorld } from '../../../tests/fakes/fake-world';
import type { Check } from '../../model/resolved-component';

describe('check: function', () => {
  const check: Check = { kind: 'function', function: 'api', runtime: 'python3.12' };
  const observes = {
    stacks: [],
    functions: [{ name: 'api', alias: 'live', layers: ['shared'] }],
    layers: [],
  };
  async function whole(world: FakeWorld): Promise<void> {
    world.aws.putFunction('api', { code: 'b', layers: [world.aws.putLayerVersion('shared')] });
    await world.aws.moveAlias('api', 'live', await world.aws.publishVersion('api'));
  }

  it('passes with state, runtime, layers and alias as declared', async () => {
    const world = new FakeWorld();
    await whole(world);
    expect(await ask(world, check, { observes })).toEqual({
      verdict: 'passed',
      evidence: 'Active, python3.12, live → 1',
    });
  });

  it.each<[string, Scene, string]>([
    [
      'another runtime',
      ({ aws }) => aws.putFunction('api', { runtime: 'python3.9' }),
      'runtime is python3.9',
    ],
    ['an old layer', ({ aws }) => void aws.putLayerVersion('shared'), 'does not have layer shared:2'],
    [
      'an alias on old code',
      ({ aws }) => aws.putFunction('api', { code: 'c' }),
      'alias live of api resolves to',
    ],
    ['no function', ({ aws }) => aws.remove('function', 'api'), 'function api does not exist'],
    [
      'a failed update',
      ({ aws }) => aws.putFunction('api', { lastUpdateStatus: 'Failed' }),
      'last update of api',
    ],
  ])('fails with %s', async (_what, scene, evidence) => {
    const world = new FakeWorld();
    await whole(world);
    scene(world);
    const finding = await ask(world, check, { observes });
    expect(finding.verdict).toBe('failed');
    expect(finding.evidence).toContain(evidence);
  });

  it('passes for a function of which nothing else is declared', async () => {
    const world = new FakeWorld();
    world.aws.putFunction('worker');
    const finding = await ask(world, { kind: 'function', function: 'worker', runtime: null });
    expect(finding).toEqual({ verdict: 'passed', evidence: 'Active, python3.12' });
  });
});
