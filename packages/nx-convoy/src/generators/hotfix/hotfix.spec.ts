import { manifestOf, promotionStage, type PromotionStage } from '../../../tests/fakes/promotion-stage';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pinPath, type Pin } from '../../model/pin';
import { finishHotfix } from './finish-hotfix';
import { pinHotfix } from './pin-hotfix';
import type { HotfixOptions } from './schema';
import { startHotfix } from './start-hotfix';

const BRANCH = 'refs/heads/hotfix/bug';
const withProduction = (): object => {
  const text = JSON.stringify(manifestOf());
  const branches = text.replace(
    '"preprod":{"branch":"stg"}',
    '"preprod":{"branch":"stg"},"prod":{"branch":"main"}',
  );
  const manifest = JSON.parse(branches) as { environments: Record<string, object> };
  const prod = {
    account: '111111111111',
    region: 'eu-west-1',
    branch: 'main',
    promotesFrom: 'preprod',
    protected: true,
  };
  return { ...manifest, environments: { ...manifest.environments, prod } };
};

async function hotfix(stage: PromotionStage, options: Partial<HotfixOptions> = {}): Promise<void> {
  const asked: HotfixOptions = { action: 'start', name: 'bug', ...options };
  const actions = { start: startHotfix, pin: pinHotfix, finish: finishHotfix };
  const perform = await actions[asked.action](stage.tree, asked, async () => ({
    world: stage.world,
    run: 'run-9',
  }));
  await perform();
}

describe('a hotfix is started', () => {
  it('at what the branch of production is at its remote, with what to type next', async () => {
    const stage = await promotionStage(withProduction());
    const main = stage.head('backend', 'refs/heads/main');
    await hotfix(stage, { component: 'backend' });
    expect(stage.head('backend', BRANCH)).toBe(main);
    expect(stage.head('infra', BRANCH)).toBeNull();
    const said = stage.world.lines.join('\n');
    expect(said).toContain('npx nx deploy backend --configuration=dev\n');
    expect(said).toContain('npx nx deploy backend --configuration=preprod --hotfix --reason="…"');
    expect(said).toContain('npx nx deploy backend --configuration=prod --confirm=prod --hotfix --reason="…"');
    expect(said).toContain('npx nx run-many -t verify --configuration=prod\n');
    expect(stage.world.lines.at(-1)).toBe('at last:  npx nx g nx-convoy:hotfix finish bug');
  });

  it('with a check that its component must pass from now on', async () => {
    const stage = await promotionStage(withProduction());
    await hotfix(stage, { component: 'backend', check: 'https://api.test/test-endpoint' });
    const { repos } = JSON.parse(stage.tree.read('repos.json', 'utf8') ?? '') as {
      repos: Record<string, { components: Record<string, { checks: unknown }> }>;
    };
    expect(repos['backend']?.components['backend']?.checks).toEqual([
      { http: 'https://api.test/test-endpoint', status: 200, hotfix: 'bug' },
    ]);
  });

  it('never over a branch that is there', async () => {
    const stage = await promotionStage(withProduction());
    const theirs = stage.push('backend', 'hotfix/bug', { 'a.txt': 'theirs' });
    await expect(hotfix(stage, { component: 'backend' })).rejects.toMatchObject({
      code: 'CONVOY_HOTFIX_EXISTS',
    });
    expect(stage.head('backend', BRANCH)).toBe(theirs);
  });

  it('for a component that is named', async () => {
    const stage = await promotionStage(withProduction());
    await expect(hotfix(stage)).rejects.toMatchObject({ code: 'CONVOY_HOTFIX_COMPONENT' });
  });
});

describe('an environment is pinned to a hotfix', () => {
  async function mended(repo: 'backend' | 'front'): Promise<PromotionStage> {
    const stage = await promotionStage(withProduction());
    await hotfix(stage, { component: repo });
    stage.push(repo, 'hotfix/bug', { 'a.txt': 'a', 'fix.txt': 'fixed' });
    return stage;
  }
  const pin = { action: 'pin', environment: 'preprod' } as const;
  const pinned = (stage: PromotionStage, component: string): Pin =>
    JSON.parse(readFileSync(join(stage.root, pinPath(component, 'preprod')), 'utf8')) as Pin;
  const WAITING = 'refs/convoy/preprod/hotfix/bug';

  it('at the head of its branch, and nothing is pushed', async () => {
    const stage = await mended('backend');
    stage.push('backend', 'stg', { 'a.txt': 'a', 'further.txt': 'further' });
    const refs = stage.refs();
    await hotfix(stage, { ...pin, component: 'backend' });
    expect(pinned(stage, 'backend')).toMatchObject({
      ref: 'hotfix/bug',
      commit: stage.head('backend', BRANCH),
    });
    expect(stage.refs()).toEqual(refs);
    const said = stage.world.lines.join('\n');
    expect(said).toContain('npx nx deploy backend --configuration=preprod --hotfix --reason="…"');
  });

  it('at the head of its branch where the branch that is pushed can be moved forward to it', async () => {
    const stage = await mended('front');
    stage.world.sources.remote('front').refs.set('refs/heads/stg', stage.head('front', 'refs/heads/main')!);
    await hotfix(stage, { ...pin, component: 'front' });
    expect(pinned(stage, 'front')).toMatchObject({ ref: 'hotfix/bug', commit: stage.head('front', BRANCH) });
    expect(stage.head('front', WAITING)).toBeNull();
  });

  it('at a merge of it where the branch that is pushed is further, and that branch does not move', async () => {
    const stage = await mended('front');
    const stg = stage.push('front', 'stg', { 'a.txt': 'a', 'further.txt': 'further' });
    await hotfix(stage, { ...pin, component: 'front' });
    const waiting = stage.head('front', WAITING) ?? '';
    expect(pinned(stage, 'front')).toMatchObject({ ref: WAITING, commit: waiting });
    expect(stage.world.sources.remote('front').commits.get(waiting)).toMatchObject({
      parents: [stg, stage.head('front', BRANCH)],
      files: { 'fix.txt': 'fixed', 'further.txt': 'further' },
    });
    expect(stage.head('front', 'refs/heads/stg')).toBe(stg);
    const refs = stage.refs();
    await hotfix(stage, { ...pin, component: 'front' });
    expect(stage.refs()).toEqual(refs);
  });

  it('at another merge where the hotfix went on', async () => {
    const stage = await mended('front');
    const stg = stage.push('front', 'stg', { 'a.txt': 'a', 'further.txt': 'further' });
    await hotfix(stage, { ...pin, component: 'front' });
    const more = stage.push('front', 'hotfix/bug', { 'a.txt': 'a', 'fix.txt': 'fixed better' });
    await hotfix(stage, { ...pin, component: 'front' });
    const waiting = stage.head('front', WAITING) ?? '';
    expect(pinned(stage, 'front').commit).toBe(waiting);
    expect(stage.world.sources.remote('front').commits.get(waiting)?.parents).toEqual([stg, more]);
  });

  it('not where it conflicts with that branch', async () => {
    const stage = await mended('front');
    stage.push('front', 'stg', { 'a.txt': 'a', 'fix.txt': 'another' });
    const refs = stage.refs();
    await expect(hotfix(stage, { ...pin, component: 'front' })).rejects.toMatchObject({
      code: 'CONVOY_HOTFIX_REFUSED',
      message: expect.stringContaining('conflicts with stg in fix.txt') as string,
      remedy: expect.stringContaining('hotfix pin bug --component=front --environment=preprod') as string,
    });
    expect(stage.refs()).toEqual(refs);
    expect(existsSync(join(stage.root, pinPath('front', 'preprod')))).toBe(false);
  });

  it('not where the server refuses the push', async () => {
    const stage = await mended('front');
    stage.push('front', 'stg', { 'a.txt': 'a', 'further.txt': 'further' });
    stage.world.merges.move = () => Promise.resolve({ type: 'rejected', message: 'no' });
    await expect(hotfix(stage, { ...pin, component: 'front' })).rejects.toMatchObject({
      code: 'CONVOY_HOTFIX_REFUSED',
    });
    expect(existsSync(join(stage.root, pinPath('front', 'preprod')))).toBe(false);
  });

  it('not again where that branch has it', async () => {
    const stage = await mended('front');
    const at = stage.head('front', BRANCH) ?? '';
    const stg = stage.push('front', 'stg', { 'a.txt': 'a', 'fix.txt': 'fixed' }, [
      stage.head('front', 'refs/heads/stg') ?? '',
      at,
    ]);
    await hotfix(stage, { ...pin, component: 'front' });
    expect(stage.world.lines.at(-1)).toBe(
      `front  preprod: stg has it already, at ${stg.slice(0, 7)}: nothing to pin`,
    );
  });

  it('that is named', async () => {
    const stage = await mended('front');
    await expect(hotfix(stage, { action: 'pin', component: 'front' })).rejects.toMatchObject({
      code: 'CONVOY_HOTFIX_ENVIRONMENT',
    });
  });
});

describe('a hotfix is finished', () => {
  async function mended(repo: 'backend' | 'front' = 'backend'): Promise<PromotionStage> {
    const stage = await promotionStage(withProduction());
    await hotfix(stage, { component: repo });
    stage.push(repo, 'hotfix/bug', { 'a.txt': 'a', 'fix.txt': 'fixed' });
    return stage;
  }
  const contains = async (
    stage: PromotionStage,
    repo: 'backend' | 'front',
    ref: string,
  ): Promise<boolean> => {
    const remote = stage.world.sources.remote(repo);
    return remote.history(stage.head(repo, ref) ?? '').has(stage.head(repo, BRANCH) ?? '');
  };

  it('in every branch that environments use, and in the one of development where there is one', async () => {
    const stage = await mended();
    stage.push('backend', 'develop', { 'a.txt': 'a' }, [stage.head('backend', 'refs/heads/main') ?? '']);
    await hotfix(stage, { action: 'finish' });
    for (const branch of ['main', 'stg', 'develop'])
      expect(await contains(stage, 'backend', `refs/heads/${branch}`)).toBe(true);
  });

  it('in none where one conflicts', async () => {
    const stage = await mended();
    stage.push('backend', 'stg', { 'a.txt': 'a', 'fix.txt': 'another' });
    const refs = stage.refs();
    await expect(hotfix(stage, { action: 'finish' })).rejects.toMatchObject({
      code: 'CONVOY_HOTFIX_REFUSED',
      message: expect.stringContaining('conflicts with stg in fix.txt') as string,
    });
    expect(stage.refs()).toEqual(refs);
  });

  it('in none where a push is refused: those before it are taken back', async () => {
    const stage = await mended();
    const refs = stage.refs();
    const move = stage.world.merges.move.bind(stage.world.merges);
    let pushes = 0;
    stage.world.merges.move = (repo, wish) =>
      (pushes += 1) === 2 ? Promise.resolve({ type: 'rejected', message: 'no' }) : move(repo, wish);
    await expect(hotfix(stage, { action: 'finish' })).rejects.toMatchObject({ code: 'CONVOY_PUSH_UNDONE' });
    expect(stage.refs()).toEqual(refs);
  });

  it('pinned, not pushed, where the push of the branch is the deploy', async () => {
    const stage = await mended('front');
    const stg = stage.head('front', 'refs/heads/stg');
    await hotfix(stage, { action: 'finish' });
    expect(stage.head('front', 'refs/heads/stg')).toBe(stg);
    expect(await contains(stage, 'front', 'refs/convoy/preprod/next')).toBe(true);
  });

  it('only once', async () => {
    const stage = await mended();
    await hotfix(stage, { action: 'finish' });
    const refs = stage.refs();
    await hotfix(stage, { action: 'finish' });
    expect(stage.refs()).toEqual(refs);
    expect(stage.world.lines.at(-1)).toBe('done: every branch has it');
  });
});
