import { promotionStage, REPOS, type PromotionStage } from '../../tests/fakes/promotion-stage';
import { receipt, failedReceipt } from '../../tests/fakes/values';
import type { FeatureDocument } from '../model/feature-document';
import { loadManifest } from '../model/load-manifest';
import type { Receipt } from '../model/receipt';
import { featureStates } from './feature-state';

const ENVIRONMENTS = ['dev', 'preprod'];

async function look(stage: PromotionStage, branch = 'feature/y', components: readonly string[] = REPOS) {
  const pins = Object.fromEntries(
    ENVIRONMENTS.map((name) => [
      name,
      Object.fromEntries(REPOS.map((each) => [each, stage.pinned(each, name)])),
    ]),
  );
  const loaded = loadManifest(stage.tree.read('repos.json', 'utf8') ?? '');
  if (loaded.type === 'invalid') throw new TypeError('the manifest of the stage is not valid');
  const { manifest } = loaded;
  return featureStates({ manifest, branch, environments: ENVIRONMENTS, components, pins }, stage.world);
}

const stateOf = ({ components }: FeatureDocument, name: string): string[] =>
  components.find(({ component }) => component === name)?.places.map(({ state }) => state) ?? [];

/** The feature changes backend and front; insights has the branch and nothing on it, infra has none. */
async function stageOfFeature(): Promise<PromotionStage> {
  const stage = await promotionStage();
  const base = { 'a.txt': 'a' };
  for (const repo of ['backend', 'insights', 'front'] as const) {
    const start = stage.head(repo, 'refs/heads/main') ?? '';
    const files = repo === 'insights' ? base : { ...base, 'y.txt': repo };
    stage.push(repo, 'feature/y', files, [start]);
  }
  return stage;
}

function pinned(stage: PromotionStage, environment: string, commit: string | null, tree: string): void {
  const pin = { repo: 'backend', ref: 'feature/y', commit, tree };
  stage.tree.write(`components/backend/pins/${environment}.json`, JSON.stringify(pin));
}

async function pinBackend(stage: PromotionStage, environment = 'dev') {
  const commit = stage.head('backend', 'refs/heads/feature/y') ?? '';
  const address = { name: 'backend', url: '' };
  await stage.world.sources.ensure(address, commit);
  const tree = await stage.world.sources.tree(address, commit, ['.']);
  pinned(stage, environment, commit, tree);
  return { commit, tree };
}

describe('a feature in an environment', () => {
  let stage: PromotionStage;
  beforeEach(async () => {
    stage = await stageOfFeature();
  });
  const later = (change: Partial<Receipt>): Receipt =>
    receipt({
      component: 'backend',
      startedAt: '2026-03-03T10:00:00.000Z',
      finishedAt: '2026-03-03T10:01:00.000Z',
      ...change,
    });

  it('is not there, pinned, deployed, verified: one after the other', async () => {
    expect(stateOf(await look(stage), 'backend')).toEqual(['not-there', 'not-there']);
    const place = await pinBackend(stage);
    expect(stateOf(await look(stage), 'backend')).toEqual(['pinned', 'not-there']);
    const looked = { verb: 'verify', outcome: 'failed', verdict: 'failed', run: 'run-5' } as const;
    stage.world.receipts.record('dev', [later(place)]);
    expect(stateOf(await look(stage), 'backend')).toEqual(['verified', 'not-there']);
    stage.world.receipts.record('dev', [
      later({
        ...place,
        ...looked,
        startedAt: '2026-03-04T10:00:00.000Z',
        finishedAt: '2026-03-04T10:01:00.000Z',
      }),
    ]);
    expect(stateOf(await look(stage), 'backend')).toEqual(['deployed', 'not-there']);
  });

  it('stays pinned where its deploy got nowhere', async () => {
    const place = await pinBackend(stage);
    stage.world.receipts.record('dev', [
      failedReceipt(later({ ...place, outcome: 'failed', verdict: null, after: null })),
    ]);
    expect(stateOf(await look(stage), 'backend')[0]).toBe('pinned');
  });

  it('is deployed, and not verified, where it is pinned no more', async () => {
    const place = await pinBackend(stage);
    stage.world.receipts.record('dev', [later(place)]);
    await stage.pass('main');
    stage.world.receipts.record('dev', [
      later({ ...place, startedAt: '2026-03-05T10:00:00.000Z', finishedAt: '2026-03-05T10:01:00.000Z' }),
    ]);
    expect(stateOf(await look(stage), 'backend')[0]).toBe('deployed');
  });

  it('is there through a merge that contains it', async () => {
    const own = stage.head('backend', 'refs/heads/feature/y') ?? '';
    const stg = stage.head('backend', 'refs/heads/stg') ?? '';
    const merge = stage.push('backend', 'stg', { 'a.txt': 'a', 'y.txt': 'backend', 'z.txt': 'z' }, [
      stg,
      own,
    ]);
    pinned(stage, 'preprod', merge, receipt().tree);
    expect(stateOf(await look(stage), 'backend')).toEqual(['not-there', 'pinned']);
  });

  it('is told of what it changes alone, with who has no part in it and what comes next', async () => {
    const told = await look(stage);
    expect(told).toMatchObject({
      components: [{ component: 'backend' }, { component: 'front' }],
      unchanged: ['insights'],
      next: 'npx nx g nx-convoy:feature feature/y --environment=dev',
    });
    expect(told.repos.map(({ repo, branch }) => [repo, branch])).toEqual([
      ['infra', 'none'],
      ['backend', 'there'],
      ['insights', 'there'],
      ['front', 'there'],
    ]);
  });

  it('asks no provider, writes nothing, and reads each ledger once', async () => {
    stage.world.calls.length = 0;
    await look(stage);
    expect(stage.world.writes()).toEqual([]);
    expect(stage.world.calls.filter((call) => call.startsWith('ledger'))).toEqual([
      'ledger.refresh',
      'ledger.refresh',
    ]);
    expect(stage.world.calls.filter((call) => /^(cloud|pages|web|locks)/.test(call))).toEqual([]);
  });
});

describe('a feature that was merged into the default branch', () => {
  it('is still told by what it changed', async () => {
    const stage = await stageOfFeature();
    const own = stage.head('backend', 'refs/heads/feature/y') ?? '';
    const main = stage.push('backend', 'main', { 'a.txt': 'a', 'm.txt': 'm' });
    stage.push('backend', 'main', { 'a.txt': 'a', 'm.txt': 'm', 'y.txt': 'backend' }, [main, own]);
    expect((await look(stage)).components.map(({ component }) => component)).toEqual(['backend', 'front']);
  });
});

describe('a branch that is gone', () => {
  const gone = async (): Promise<PromotionStage> => {
    const stage = await stageOfFeature();
    const own = stage.head('backend', 'refs/heads/feature/y') ?? '';
    const stg = stage.head('backend', 'refs/heads/stg') ?? '';
    const remote = stage.world.sources.remote('backend');
    const merge = remote.commit({
      parents: [stg, own],
      subject: 'promote: feature/y to preprod',
      files: { 'y.txt': 'backend' },
    });
    remote.refs.set('refs/heads/stg', merge);
    for (const repo of REPOS) stage.world.sources.remote(repo).refs.delete('refs/heads/feature/y');
    return stage;
  };

  it('is told by the merge that brought it, and said to be gone', async () => {
    const stage = await gone();
    const told = await look(stage);
    expect(told.repos.find(({ repo }) => repo === 'backend')).toMatchObject({ branch: 'gone' });
    expect(told.components.map(({ component }) => component)).toEqual(['backend']);
  });

  it('is told by a pin that names it', async () => {
    const stage = await stageOfFeature();
    await pinBackend(stage);
    for (const repo of REPOS) stage.world.sources.remote(repo).refs.delete('refs/heads/feature/y');
    expect(stateOf(await look(stage), 'backend')).toEqual(['pinned', 'not-there']);
  });

  it('that nothing knows any more is refused, with what to type', async () => {
    const stage = await promotionStage();
    await expect(look(stage, 'feature/never')).rejects.toMatchObject({
      code: 'CONVOY_REF_NOT_FOUND',
      remedy: expect.stringContaining('git push origin feature/never') as string,
    });
    await expect(look(stage, '--all')).rejects.toMatchObject({ code: 'CONVOY_REF_UNSAFE' });
  });
});
