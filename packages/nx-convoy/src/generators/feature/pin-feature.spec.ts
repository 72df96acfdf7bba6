import { promotionStage, REPOS, type PromotionStage } from '../../../tests/fakes/promotion-stage';
import type { OpenWorld } from '../open-world';
import { pinFeature } from './pin-feature';

const feature = (stage: PromotionStage, options = {}): Promise<void> => {
  const open: OpenWorld = async () => stage.world;
  return pinFeature(stage.tree, { branch: 'feature/y', ...options }, open);
};
const base = { 'a.txt': 'a', 'x.txt': 'x' };

/** Main has moved on since the feature began; the feature changes two of four repositories. */
async function stageOfFeature(): Promise<PromotionStage> {
  const stage = await promotionStage();
  for (const repo of REPOS) {
    const start = stage.push(repo, 'main', base);
    if (repo !== 'infra') stage.push(repo, 'feature/y', base, [start]);
    if (repo === 'backend' || repo === 'front') stage.push(repo, 'feature/y', { ...base, 'y.txt': repo });
    stage.push(repo, 'main', { ...base, 'later.txt': 'later' });
  }
  return stage;
}

it('says where it is and what it changes, and pins exactly that', async () => {
  const stage = await stageOfFeature();
  const before = stage.pinned('insights', 'dev');
  await feature(stage);
  expect(stage.pinned('backend', 'dev')).toMatchObject({
    ref: 'feature/y',
    commit: stage.head('backend', 'refs/heads/feature/y'),
  });
  expect(stage.pinned('insights', 'dev')).toEqual(before);
  expect(stage.world.lines).toEqual(
    expect.arrayContaining([
      'backend  2 ahead of main, 1 behind; changes backend',
      'insights  1 ahead of main, 1 behind; changes no component',
      'infra  has no feature/y',
      'then:  npx nx affected -t deploy --configuration=dev --base=refs/convoy/sandbox/base/dev',
    ]),
  );
});

it('names the files in conflict with the branch that it will be merged into, and touches no ref', async () => {
  const stage = await stageOfFeature();
  stage.push('backend', 'main', { ...base, 'y.txt': 'another' });
  const refs = stage.refs();
  await feature(stage);
  expect(stage.world.lines).toContain('    conflicts with main in y.txt');
  expect(stage.refs()).toEqual(refs);
});

it('takes it out again: what is pinned to it goes home', async () => {
  const stage = await stageOfFeature();
  await feature(stage);
  const other = stage.pinned('insights', 'dev');
  await feature(stage, { close: true });
  expect(stage.pinned('backend', 'dev')).toMatchObject({
    ref: 'main',
    commit: stage.head('backend', 'refs/heads/main'),
  });
  expect(stage.pinned('insights', 'dev')).toEqual(other);
});

it.each([
  ['a branch that no repository has', { branch: 'feature/z' }, 'CONVOY_REF_NOT_FOUND'],
  ['a name that git would take for an option', { branch: '--all' }, 'CONVOY_REF_UNSAFE'],
  ['an environment that there is not', { environment: 'dve' }, 'CONVOY_ENVIRONMENT_UNKNOWN'],
])('refuses %s', async (_name, options, code) => {
  const stage = await stageOfFeature();
  await expect(feature(stage, options)).rejects.toMatchObject({ code });
});
