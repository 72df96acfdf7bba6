import { FakeWorld } from '../../tests/fakes/fake-world';
import { deployed, manifestWith, wentBack, type Actors } from '../../tests/fakes/rollback-stage';
import { commit, pagesBranch, resolvedComponent, tree, TREE_FILE } from '../../tests/fakes/values';

/** Released at `a`, deployed at `b`, by pushing a branch on which others work too, unless it is ours. */
async function staged({ owned = false, branch = 'stg' } = {}, manifest = manifestWith({})): Promise<Actors> {
  const world = new FakeWorld();
  const component = resolvedComponent({
    name: 'front',
    deploy: [],
    pages: pagesBranch({ owned, branch }),
    checks: [{ kind: 'pages' }],
  });
  world.addCommit('b', { parents: ['a'], files: { 'elsewhere.txt': "somebody else's work" } });
  const actors = { world, component, manifest };
  await deployed(actors, 'a');
  await deployed(actors, 'b');
  world.calls.length = 0;
  return actors;
}
const steps = (world: FakeWorld): string[] =>
  world.writes().filter((write) => !/^(ledger|artefacts|journal)\./.test(write));

describe('a branch of our own', () => {
  it('is moved back to the commit of the release and built again', async () => {
    const actors = await staged({ owned: true });
    expect(await wentBack(actors)).toMatchObject({
      outcome: 'rolled-back',
      verdict: 'passed',
      carrier: null,
    });
    expect(actors.world.head('stg')).toBe(commit('a'));
    expect(steps(actors.world)).toEqual(['repos.push']);
  });
});

describe('a branch that others push to', () => {
  it('goes back by a revert commit on top, never by a forced push', async () => {
    const actors = await staged();
    const { world } = actors;
    const kept = await wentBack(actors);
    expect(kept).toMatchObject({ outcome: 'rolled-back', verdict: 'passed' });
    const head = world.head('stg') ?? '';
    expect(kept.carrier).toBe(head);
    expect(world.remote.commits.get(head)).toMatchObject({
      parents: [commit('b')],
      subject: 'Revert front to aaaaaaa',
      files: { [TREE_FILE]: 'a', 'elsewhere.txt': "somebody else's work" },
    });
    expect(kept.after?.pages?.deployment).toMatchObject({ commit: head, status: 'success' });
  });

  it('stops where somebody pushes meanwhile, and keeps their work', async () => {
    const actors = await staged();
    const { world } = actors;
    world.addCommit('d', { parents: ['b'] });
    const carry = world.sources.carry.bind(world.sources);
    jest.spyOn(world.sources, 'carry').mockImplementation(async (repo, wish) => {
      const made = await carry(repo, wish);
      world.moveBranch('stg', commit('d'));
      return made;
    });
    expect(await wentBack(actors)).toMatchObject({
      outcome: 'failed',
      failure: { code: 'CONVOY_PUSH_REJECTED' },
    });
    expect(world.head('stg')).toBe(commit('d'));
  });

  it('takes the feature again by reverting the revert: its file is back', async () => {
    const actors = await staged();
    const { world } = actors;
    const back = await wentBack(actors);
    const again = await deployed(actors, 'b', 'run-6');
    expect(again).toMatchObject({ outcome: 'deployed', verdict: 'passed', tree: tree('b') });
    const head = world.head('stg') ?? '';
    expect(world.remote.commits.get(head)).toMatchObject({
      parents: [back.carrier],
      files: { [TREE_FILE]: 'b', 'elsewhere.txt': "somebody else's work" },
    });
  });

  it('is back already where a rollback that was killed had pushed: only the rest is done', async () => {
    const actors = await staged();
    const { world } = actors;
    const death = new TypeError('killed');
    const push = world.sources.push.bind(world.sources);
    const spy = jest.spyOn(world.sources, 'push').mockImplementation(async (repo, move) => {
      await push(repo, move);
      throw death;
    });
    await expect(wentBack(actors)).rejects.toBe(death);
    spy.mockRestore();
    const head = world.head('stg');
    expect(await wentBack(actors, { run: 'run-6' })).toMatchObject({ outcome: 'rolled-back', carrier: head });
    expect(world.head('stg')).toBe(head);
  });
});

describe('the production branch', () => {
  it('serves the earlier deployment at once, then the branch gets the revert commit', async () => {
    const actors = await staged({ branch: 'main' });
    const { world } = actors;
    expect(await wentBack(actors)).toMatchObject({ outcome: 'rolled-back', verdict: 'passed' });
    expect(steps(world)).toEqual(['pages.rollback', 'repos.push']);
    expect(world.remote.commits.get(world.head('main') ?? '')).toMatchObject({ files: { [TREE_FILE]: 'a' } });
  });

  it('still goes back by the revert commit after it was killed between the two', async () => {
    const actors = await staged({ branch: 'main' });
    const { world } = actors;
    const death = new TypeError('killed');
    const spy = jest.spyOn(world.sources, 'carry').mockRejectedValue(death);
    await expect(wentBack(actors)).rejects.toBe(death);
    spy.mockRestore();
    expect(await wentBack(actors, { run: 'run-6' })).toMatchObject({
      outcome: 'rolled-back',
      verdict: 'passed',
    });
  });
});
