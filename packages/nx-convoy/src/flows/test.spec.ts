import { FakeWorld, order } from '../../tests/fakes/fake-world';
import { commit, resolvedComponent } from '../../tests/fakes/values';
import { test as runTests } from './test';

const command = { argv: ['npm', 'test'], in: 'app', timeoutSeconds: 60 };
const ordered = order({ component: resolvedComponent({ test: command }) });

async function prepared(): Promise<FakeWorld> {
  const world = new FakeWorld();
  await world.makePrepared();
  return world;
}

describe('the own tests of a component', () => {
  it('run in its prepared worktree, without cloud credentials', async () => {
    const world = await prepared();
    expect(await runTests(ordered, world)).toEqual({ success: true, summary: 'tests passed at bbbbbbb' });
    expect(world.programs.requests).toMatchObject([
      { folder: `${world.workshop.folder('backend', commit('b'))}/app`, environment: { PURPOSE: 'prepare' } },
    ]);
  });

  it.each([
    [() => ({ code: 1 }), 'exit code 1'],
    [() => ({ hangs: 'to the limit' as const }), 'timed-out'],
    [() => null, 'not-started'],
  ])('fail with their reason (%#)', async (program, why) => {
    const world = await prepared();
    world.program = program;
    expect(await runTests(ordered, world)).toEqual({
      success: false,
      summary: `tests failed at bbbbbbb: ${why}`,
    });
  });

  it('are not missed where the manifest declares none', async () => {
    const world = new FakeWorld();
    expect(await runTests(order(), world)).toEqual({ success: true, summary: 'declares no tests' });
    expect(world.calls).toEqual([]);
  });

  it('need what is prepared', async () => {
    await expect(runTests(ordered, new FakeWorld())).rejects.toMatchObject({
      code: 'CONVOY_PREPARE_MISSING',
    });
  });
});
