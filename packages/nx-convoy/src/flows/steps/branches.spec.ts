import { FakeWorld } from '../../../tests/fakes/fake-world';
import { performed, step } from '../../../tests/fakes/step-stage';
import { commit, pagesBranch, TREE_FILE } from '../../../tests/fakes/values';

const pages = pagesBranch();
async function stage(head: string | null): Promise<FakeWorld> {
  const world = new FakeWorld();
  const repo = { name: 'backend-repo', url: 'git@example.test:team/backend.git' };
  world.addCommit('c', { parents: ['a'] });
  for (const letter of ['b', 'c']) await world.sources.ensure(repo, commit(letter));
  if (head !== null) world.moveBranch('stg', head);
  return world;
}

describe('pushing a branch', () => {
  const push = (from: string | null) => step({ type: 'push', pages, from, commit: commit('b') });

  it.each([
    ['makes it where there is none', null],
    ['moves it from exactly the head that was read', commit('a')],
  ])('%s', async (_what, head) => {
    const world = await stage(head);
    expect((await performed(world, [push(head)])).outcome).toEqual({ type: 'done' });
    expect(world.head('stg')).toBe(commit('b'));
  });

  it('is a failed step where the branch is elsewhere by now, and moves nothing', async () => {
    const world = await stage(commit('c'));
    expect((await performed(world, [push(commit('a'))])).outcome).toMatchObject({
      type: 'failed',
      failure: { code: 'CONVOY_PUSH_REJECTED', message: expect.stringContaining('stale info') as string },
    });
    expect(world.head('stg')).toBe(commit('c'));
  });

  it('is a failed step where the server refuses it', async () => {
    const world = await stage(commit('a'));
    world.remote.refusal = 'protected branch';
    expect((await performed(world, [push(commit('a'))])).outcome).toMatchObject({
      failure: {
        code: 'CONVOY_PUSH_REJECTED',
        message: expect.stringContaining('protected branch') as string,
      },
    });
  });

  it('is a failed step where the remote does not answer', async () => {
    const world = await stage(commit('a'));
    world.remote.away = true;
    expect((await performed(world, [push(commit('a'))])).outcome).toMatchObject({
      failure: { code: 'CONVOY_REMOTE_UNREACHABLE', step: 'do push' },
    });
  });
});

describe('carrying an earlier tree', () => {
  const carry = step({ type: 'carry', pages, head: commit('b'), commit: commit('a') });

  it('puts a commit on top of the branch and rewrites nobody', async () => {
    const world = await stage(commit('b'));
    expect((await performed(world, [carry])).outcome).toEqual({ type: 'done' });
    expect(world.remote.commits.get(world.head('stg') ?? '')).toMatchObject({
      parents: [commit('b')],
      subject: 'Revert backend to aaaaaaa',
      files: { [TREE_FILE]: 'a' },
    });
  });

  it('is the same commit when it is done again', async () => {
    const world = await stage(commit('b'));
    await performed(world, [carry]);
    const head = world.head('stg');
    expect((await performed(world, [carry])).outcome).toEqual({ type: 'done' });
    expect(world.head('stg')).toBe(head);
  });

  it('is a failed step where somebody pushed since', async () => {
    const world = await stage(commit('c'));
    expect((await performed(world, [carry])).outcome).toMatchObject({
      failure: { code: 'CONVOY_PUSH_REJECTED' },
    });
    expect(world.head('stg')).toBe(commit('c'));
  });
});

describe('what Pages is asked for', () => {
  it('is another build of the head', async () => {
    const world = await stage(commit('b'));
    world.front.push('stg', commit('b'), 'failure');
    await performed(world, [step({ type: 'request-build', pages, commit: commit('b') })]);
    expect(world.front.writes).toEqual(['build front stg']);
  });

  it('is to serve an earlier production deployment, and a refusal is a failed step', async () => {
    const world = await stage(commit('b'));
    const main = pagesBranch({ branch: 'main' });
    const [first] = [world.front.push('main', commit('a')), world.front.push('main', commit('b'))];
    for (const letter of ['a', 'a', 'b', 'b']) await world.front.ofCommit(main, commit(letter));
    const back = (deployment: string) => step({ type: 'pages-rollback', pages: main, deployment });
    expect((await performed(world, [back(first)])).outcome).toEqual({ type: 'done' });
    expect(await world.front.latest(main)).toMatchObject({ commit: commit('a') });
    expect((await performed(world, [back('unknown')])).outcome).toMatchObject({
      failure: { code: 'CONVOY_PROVIDER_FAILED', step: 'do pages-rollback' },
    });
  });
});
