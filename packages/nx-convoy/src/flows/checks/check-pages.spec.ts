import { ask, nothing, type Scene } from '../../../tests/fakes/ask';
import { FakeWorld } from '../../../tests/fakes/fake-world';
import { commit, pagesBranch } from '../../../tests/fakes/values';
import type { Finding } from './finding';

describe('check: pages', () => {
  const pages = pagesBranch();
  const asked = async (scene: Scene, looks = 2): Promise<Finding> => {
    const world = new FakeWorld();
    scene(world);
    // A deployment has ended once it was looked at often enough.
    for (let look = 1; look < looks; look++) await world.front.latest(pages);
    return ask(world, { kind: 'pages' }, { pages });
  };

  it.each<[string, Scene, number, string, string]>([
    [
      'passes',
      ({ front }) => void front.push('stg', commit('b')),
      2,
      'passed',
      'of bbbbbbb on stg: deploy success',
    ],
    [
      'fails with another commit',
      ({ front }) => void front.push('stg', commit('a')),
      2,
      'failed',
      'pinned is bbbbbbb',
    ],
    [
      'fails while it is built',
      ({ front }) => void front.push('stg', commit('b')),
      1,
      'failed',
      'build active',
    ],
    [
      'fails when its build failed',
      ({ front }) => void front.push('stg', commit('b'), 'failure'),
      2,
      'failed',
      'failure',
    ],
    ['fails without a deployment', nothing, 2, 'failed', 'stg has no deployment'],
  ])('%s', async (_what, scene, looks, verdict, evidence) => {
    const finding = await asked(scene, looks);
    expect(finding.verdict).toBe(verdict);
    expect(finding.evidence).toContain(evidence);
  });

  it('fails while the deployment is not at its last stage, whatever the status of the one before', async () => {
    const world = new FakeWorld();
    world.front.push('stg', commit('b'));
    const found = (await world.front.latest(pages))!;
    jest.spyOn(world.front, 'latest').mockResolvedValue({ ...found, stage: 'build', status: 'success' });
    expect((await ask(world, { kind: 'pages' }, { pages })).verdict).toBe('failed');
  });

  it('fails for a component without a branch', async () => {
    expect((await ask(new FakeWorld(), { kind: 'pages' })).verdict).toBe('failed');
  });
});
