import { FakeWorld, order } from '../../tests/fakes/fake-world';
import { commit, pagesBranch, pin, resolvedComponent } from '../../tests/fakes/values';
import { deploy } from './deploy';
import type { Order } from './order';

function ordered(owned = false): Order {
  const component = resolvedComponent({
    name: 'front',
    deploy: [],
    pages: pagesBranch({ owned }),
    checks: [{ kind: 'pages' }],
  });
  return order({ component });
}

/** The branch is at `head` and built; the pin is at `b`, which follows `a`. */
async function stage(head: string | null): Promise<FakeWorld> {
  const world = new FakeWorld();
  await world.makePrepared('front');
  world.addCommit('c', { parents: ['b'] });
  world.addCommit('d', { parents: ['a'] });
  if (head !== null) {
    world.moveBranch('stg', head);
    world.front.push('stg', head);
  }
  return world;
}

describe('a deploy by pushing a branch', () => {
  it.each([
    ['makes the branch', null],
    ['fast-forwards a branch that is behind', commit('a')],
  ])('%s and waits for the build of exactly the pin', async (_what, head) => {
    const world = await stage(head);
    const kept = await deploy(ordered(), world);
    expect(world.head('stg')).toBe(commit('b'));
    expect(world.writes()).toEqual(['ledger.append', 'repos.push', 'ledger.append']);
    expect(kept).toMatchObject({
      outcome: 'deployed',
      verdict: 'passed',
      after: { pages: { head: commit('b'), deployment: { commit: commit('b'), status: 'success' } } },
    });
    expect(kept.summary).toBe('Pages 0000 success, 1 check passed');
  });

  it.each([
    ['ahead of', commit('c')],
    ['diverged from', commit('d')],
  ])('refuses a branch that is %s the pin, and pushes nothing', async (_what, head) => {
    const world = await stage(head);
    await expect(deploy(ordered(), world)).rejects.toMatchObject({ code: 'CONVOY_BRANCH_AHEAD' });
    expect(world.writes()).toEqual([]);
  });

  it.each([commit('a'), commit('c'), commit('d')])('moves its own preview branch from %s', async (head) => {
    const world = await stage(head);
    expect((await deploy(ordered(true), world)).outcome).toBe('deployed');
    expect(world.head('stg')).toBe(commit('b'));
  });

  it('writes nothing where the pin is built already', async () => {
    const world = await stage(commit('b'));
    const kept = await deploy(ordered(), world);
    expect(kept.outcome).toBe('deployed');
    expect(world.writes()).toEqual(['ledger.append', 'ledger.append']);
    const again = await deploy(ordered(), world);
    expect(again.outcome).toBe('unchanged');
  });

  it('asks for a build where the branch is at the pin and none succeeded', async () => {
    const world = new FakeWorld();
    await world.makePrepared('front');
    world.moveBranch('stg', commit('b'));
    const build = jest.spyOn(world.front, 'build').mockImplementation(async () => {
      world.front.push('stg', commit('b'));
      return (await world.front.latest(pagesBranch()))!;
    });
    expect((await deploy(ordered(), world)).outcome).toBe('deployed');
    expect(build).toHaveBeenCalledTimes(1);
    expect(world.writes()).toEqual(['ledger.append', 'pages.build', 'ledger.append']);
  });

  it('asks for another build where that of the pin failed', async () => {
    const world = new FakeWorld();
    await world.makePrepared('front');
    world.moveBranch('stg', commit('b'));
    world.front.push('stg', commit('b'), 'failure', 'out of memory');
    for (let looks = 0; looks < 2; looks++) await world.front.latest(pagesBranch());
    await deploy(ordered(), world);
    expect(world.front.writes).toEqual(['build front stg']);
  });

  it('fails when somebody else moved the branch meanwhile', async () => {
    const world = await stage(commit('a'));
    const push = world.sources.push.bind(world.sources);
    jest.spyOn(world.sources, 'push').mockImplementation((repo, move) => {
      world.moveBranch('stg', commit('d'));
      return push(repo, move);
    });
    expect(await deploy(ordered(), world)).toMatchObject({
      outcome: 'failed',
      failure: { code: 'CONVOY_PUSH_REJECTED', step: 'fast-forward stg to bbbbbbb' },
    });
    expect(world.head('stg')).toBe(commit('d'));
  });

  it('fails when the build fails, with the end of its log', async () => {
    const world = await stage(commit('a'));
    const log = Array.from({ length: 40 }, (_, line) => `line ${line}`).join('\n');
    world.remote.onPush = (branch, to) => void world.front.push(branch, to, 'failure', log);
    const { failure } = await deploy(ordered(), world);
    expect(failure?.code).toBe('CONVOY_NOT_CONFIRMED');
    expect(failure?.message).toMatch(/^Pages deployment \w{8}: stage build failure\nline 25\n/);
    expect(failure?.message).toMatch(/line 39$/);
  });

  it('gives up when no build ever comes', async () => {
    const world = await stage(commit('a'));
    world.remote.onPush = () => {};
    const kept = await deploy(ordered(), world);
    expect(kept.failure).toMatchObject({
      code: 'CONVOY_NOT_CONFIRMED',
      message: 'the provider did not come to rest within 20 minutes',
    });
  });
});

describe('a branch that somebody pushed to by hand since', () => {
  /** `b` is released; `c` and `e` follow it, one after the other. */
  async function released(): Promise<FakeWorld> {
    const world = await stage(commit('a'));
    world.addCommit('e', { parents: ['c'] });
    await deploy(ordered(), world);
    return world;
  }
  const pinnedTo = async (world: FakeWorld, letter: string): Promise<Order> => {
    await world.makePrepared('front', letter);
    return { ...ordered(), pin: pin(letter) };
  };
  const pushByHand = async (world: FakeWorld, letter: string): Promise<void> => {
    world.moveBranch('stg', commit(letter));
    world.front.push('stg', commit(letter));
    for (let looks = 0; looks < 2; looks++) await world.front.latest(pagesBranch());
  };

  it('is deployed to where the pin has all of that', async () => {
    const world = await released();
    await pushByHand(world, 'c');
    expect(await deploy(await pinnedTo(world, 'e'), world)).toMatchObject({ outcome: 'deployed' });
    expect(world.head('stg')).toBe(commit('e'));
  });

  it('is refused where it was moved back', async () => {
    const world = await released();
    await pushByHand(world, 'a');
    await expect(deploy(await pinnedTo(world, 'e'), world)).rejects.toMatchObject({ code: 'CONVOY_DRIFTED' });
    expect(world.head('stg')).toBe(commit('a'));
  });
});

describe('what Pages calls a success', () => {
  it('pitfall 24: fails the deploy where a branch that is a preview became production', async () => {
    const world = await stage(commit('a'));
    world.front.environmentOf = () => 'production';
    const { outcome, failure } = await deploy(ordered(), world);
    expect(outcome).toBe('failed');
    expect(failure).toMatchObject({
      code: 'CONVOY_NOT_CONFIRMED',
      message: expect.stringMatching(
        /^Pages deployment \w{8} of stg is production, not preview: https:/,
      ) as string,
    });
  });

  it('pitfall 24: fails the deploy where production became a preview', async () => {
    const component = resolvedComponent({
      name: 'front',
      deploy: [],
      pages: pagesBranch({ branch: 'main' }),
      checks: [],
    });
    const world = await stage(null);
    world.front.environmentOf = () => 'preview';
    const { failure } = await deploy(order({ component }), world);
    expect(failure?.message).toMatch(/of main is preview, not production/);
  });

  it('pitfall 24: fails the deploy where our preview branch was made the production branch of the project', async () => {
    const world = await stage(commit('a'));
    jest.spyOn(world.front, 'productionBranch').mockResolvedValue('stg');
    const { failure } = await deploy(ordered(true), world);
    expect(failure?.message).toBe('stg is the production branch of Pages project front, not a preview');
  });

  it('pitfall 24: fails the deploy where the address of the environment shows another page', async () => {
    const world = await stage(commit('a'));
    const { component } = ordered();
    const check = {
      kind: 'http' as const,
      url: 'https://app.test/',
      method: 'GET',
      status: 200,
      contains: commit('b'),
      bearer: null,
      json: null,
      version: null,
    };
    const served = { ...component, checks: [check] };
    world.sites.site('app.test', () => ({ body: `built from ${commit('a')}` }));
    expect(await deploy(order({ component: served }), world)).toMatchObject({ verdict: 'failed' });
    world.sites.site('app.test', () => ({ body: `built from ${commit('b')}` }));
    expect(await deploy(order({ component: served }), world)).toMatchObject({ verdict: 'passed' });
  });
});
