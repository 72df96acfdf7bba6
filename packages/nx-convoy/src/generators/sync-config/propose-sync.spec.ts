import type { Tree } from '@nx/devkit';
import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing';
import { FakeWorld } from '../../../tests/fakes/fake-world';
import { commit, resolvedComponent, tree as treeOf } from '../../../tests/fakes/values';
import { pinPath } from '../../model/pin';
import { proposeSync } from './propose-sync';

const { repo, url } = resolvedComponent();
const BRANCH = 'convoy/sync-dev-to-preprod';
const DEV = 'region: us-east-1\nmemory: 256\n# How often.\nretries: 5\napi_password: hunter2hunter2\n';
const PREPROD = '# Mine.\nregion: us-east-2\nmemory: 512\n';
const files = (dev = DEV, preprod = PREPROD) => ({ 'config/dev.yml': dev, 'config/preprod.yml': preprod });

function workspace(): Tree {
  const tree = createTreeWithEmptyWorkspace();
  const config = { files: ['config/{environment}.yml'], specific: ['memory'] };
  const environment = { account: '111111111111', region: 'us-east-1' };
  const manifest = {
    environments: { dev: environment, preprod: { ...environment, region: 'us-east-2', branch: 'stg' } },
    repos: { [repo]: { url, components: { backend: { config }, worker: { config }, other: {} } } },
  };
  tree.write('repos.json', JSON.stringify(manifest));
  for (const name of ['backend', 'worker', 'other'])
    tree.write(
      pinPath(name, 'dev'),
      JSON.stringify({ repo, ref: 'main', commit: commit('b'), tree: treeOf('b') }),
    );
  return tree;
}

function stage(): FakeWorld {
  const world = new FakeWorld();
  world.addCommit('b', { parents: ['a'], files: files() });
  world.moveBranch('stg', commit('b'));
  return world;
}

const propose = (world: FakeWorld, change: object = {}): Promise<() => Promise<void>> =>
  proposeSync(workspace(), { from: 'dev', to: 'preprod', ...change }, async () => world);

async function proposed(world: FakeWorld, path = 'config/preprod.yml'): Promise<string | undefined> {
  const head = world.head(BRANCH) ?? '';
  const found = await world.sources.files({ name: repo, url }, head, 'config');
  return found.find((file) => file.path === path)?.text;
}

describe('sync-config', () => {
  it('proposes the shared keys on a branch, with own values, comments and secrets left alone, and says what follows', async () => {
    const world = stage();
    await (
      await propose(world)
    )();
    expect(await proposed(world)).toBe('# Mine.\nregion: us-east-2\nmemory: 512\n# How often.\nretries: 5\n');
    expect(await proposed(world, 'config/dev.yml')).toBe(DEV);
    expect(world.head('stg')).toBe(commit('b'));
    const told = world.lines.join('\n');
    expect(told).toContain('+ retries: 5');
    expect(told).toContain('set this yourself:  api_password  (a secret is never carried)');
    expect(told).not.toContain('hunter2');
    expect(world.lines.slice(-4)).toEqual([
      `${repo}  branch ${BRANCH} is at ${world.head(BRANCH)?.slice(0, 7) ?? ''}`,
      `    go on  merge it into stg of ${repo}, then`,
      '           npx nx g nx-convoy:pin --environment=preprod --ref=stg',
      '           npx nx run-many -t deploy --configuration=preprod',
    ]);
  });

  it('writes nothing anywhere where it is only looked at', async () => {
    const world = stage();
    await propose(world);
    expect(world.writes()).toEqual([]);
    expect(world.lines.join('\n')).toContain('+ retries: 5');
  });

  it('proposes nothing the second time, merged or not', async () => {
    const world = stage();
    await (
      await propose(world)
    )();
    const head = world.head(BRANCH) ?? '';
    world.lines.length = 0;
    await (
      await propose(world)
    )();
    expect(world.head(BRANCH)).toBe(head);
    expect(world.lines.at(-1)).toBe(`nothing new to propose; proposed already: ${repo} ${BRANCH}`);
    world.moveBranch('stg', head);
    await (
      await propose(world)
    )();
    expect(world.lines.at(-1)).toBe('nothing to propose: preprod is in step with dev');
  });

  it('goes on with an open proposal, keeping what others put there', async () => {
    const world = stage();
    await (
      await propose(world)
    )();
    const own = '# Mine.\nregion: us-east-2\nmemory: 512\n# How often.\nretries: 5\nextra: 1\n';
    world.addCommit('c', { parents: ['b'], files: files(DEV, own) });
    world.moveBranch(BRANCH, commit('c'));
    world.addCommit('b', { parents: ['a'], files: files() });
    world.addCommit('d', { parents: ['b'], files: files(`${DEV}colour: blue\n`) });
    const tree = workspace();
    tree.write(
      pinPath('backend', 'dev'),
      JSON.stringify({ repo, ref: 'x', commit: commit('d'), tree: treeOf('d') }),
    );
    world.moveBranch('x', commit('d'));
    const push = await proposeSync(tree, { from: 'dev', to: 'preprod' }, async () => world);
    await push();
    expect(await proposed(world)).toContain('extra: 1');
    expect(await proposed(world)).toContain('colour: blue');
  });

  it('is told when somebody else was quicker', async () => {
    const world = stage();
    const push = await propose(world);
    world.moveBranch(BRANCH, commit('a'));
    await expect(push()).rejects.toMatchObject({ code: 'CONVOY_PROPOSAL_REJECTED' });
    expect(world.head(BRANCH)).toBe(commit('a'));
  });

  it.each([
    [{ from: 'dve' }, 'CONVOY_ENVIRONMENT_UNKNOWN'],
    [{ to: 'dev' }, 'CONVOY_COMPARED_WITH_ITSELF'],
    [{ component: 'nobody' }, 'CONVOY_COMPONENT_UNKNOWN'],
  ])('refuses %j before it asks anybody', async (change, code) => {
    const world = stage();
    await expect(propose(world, change)).rejects.toMatchObject({ code });
    expect(world.calls).toEqual([]);
  });
});
