import { promotionStage, REPOS, type PromotionStage } from '../../../tests/fakes/promotion-stage';
import { pagesBranch } from '../../../tests/fakes/values';
import type { OpenWorld } from '../open-world';
import { pinFeature } from './pin-feature';

const feature = async (stage: PromotionStage, options = {}, isDryRun = false): Promise<void> => {
  const open: OpenWorld = async () => stage.world;
  const perform = await pinFeature(stage.tree, { branch: 'feature/y', ...options }, open);
  if (!isDryRun) await perform();
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

describe('closing it', () => {
  const previewsOf = (stage: PromotionStage, branch: string) =>
    stage.world.front.previews(pagesBranch({ project: 'front', branch }));

  async function built(): Promise<PromotionStage> {
    const stage = await stageOfFeature();
    await feature(stage);
    for (const branch of ['feature/y', 'feature/x', 'stg', 'feature/y'])
      stage.world.front.push(branch, stage.head('front', `refs/heads/${branch}`) ?? '');
    return stage;
  }

  it('removes the previews of its branch, and no others', async () => {
    const stage = await built();
    await feature(stage, { close: true });
    expect(await previewsOf(stage, 'feature/y')).toEqual([]);
    expect(await previewsOf(stage, 'feature/x')).toHaveLength(1);
    expect(await previewsOf(stage, 'stg')).toHaveLength(1);
    expect(stage.world.lines).toContainEqual(
      expect.stringMatching(/^front {2}its 2 previews are removed: https:/),
    );
  });

  it('goes on where it was killed between them', async () => {
    const stage = await built();
    const remove = stage.world.front.removePreview.bind(stage.world.front);
    let calls = 0;
    jest.spyOn(stage.world.front, 'removePreview').mockImplementation((pages, id) => {
      if ((calls += 1) === 2) throw new Error('killed');
      return remove(pages, id);
    });
    await expect(feature(stage, { close: true })).rejects.toThrow('killed');
    await feature(stage, { close: true });
    expect(await previewsOf(stage, 'feature/y')).toEqual([]);
    await expect(feature(stage, { close: true })).rejects.toMatchObject({ code: 'CONVOY_REF_NOT_FOUND' });
  });

  it('removes the previews of one that the environment is not pinned to, and says that no pin moves', async () => {
    const stage = await stageOfFeature();
    stage.push('front', 'feature/z', { ...base, 'z.txt': 'z' });
    stage.world.front.push('feature/z', stage.head('front', 'refs/heads/feature/z') ?? '');
    await feature(stage, { branch: 'feature/z', close: true });
    expect(await previewsOf(stage, 'feature/z')).toEqual([]);
    expect(stage.world.lines.at(-1)).toBe('nothing to pin: no pin of dev is at feature/z');
  });

  it('removes nothing in a dry run, nor where they are to be kept', async () => {
    const stage = await built();
    await feature(stage, { close: true }, true);
    await feature(stage);
    await feature(stage, { close: true, keepPreviews: true });
    expect(await previewsOf(stage, 'feature/y')).toHaveLength(2);
  });

  it('changes no pin where Pages cannot be asked, and says how to do without', async () => {
    const stage = await built();
    const before = stage.pinned('backend', 'dev');
    stage.world.front.fail('previews', new TypeError('no route'));
    await expect(feature(stage, { close: true })).rejects.toMatchObject({
      code: 'CONVOY_PREVIEWS_UNKNOWN',
      remedy: expect.stringContaining('feature feature/y --close --keep-previews') as string,
    });
    expect(stage.pinned('backend', 'dev')).toEqual(before);
  });

  it.each(['stg', 'convoy/dev'])('never removes what an environment serves: %s', async (branch) => {
    const stage = await built();
    stage.push('front', branch, base);
    stage.world.front.push(branch, stage.head('front', `refs/heads/${branch}`) ?? '');
    await expect(feature(stage, { branch, close: true })).rejects.toMatchObject({
      code: 'CONVOY_REF_NOT_FOUND',
    });
    expect(await previewsOf(stage, branch)).not.toEqual([]);
  });
});

it.each([
  ['a branch that no repository has', { branch: 'feature/z' }, 'CONVOY_REF_NOT_FOUND'],
  ['a name that git would take for an option', { branch: '--all' }, 'CONVOY_REF_UNSAFE'],
  ['an environment that there is not', { environment: 'dve' }, 'CONVOY_ENVIRONMENT_UNKNOWN'],
])('refuses %s', async (_name, options, code) => {
  const stage = await stageOfFeature();
  await expect(feature(stage, options)).rejects.toMatchObject({ code });
});
