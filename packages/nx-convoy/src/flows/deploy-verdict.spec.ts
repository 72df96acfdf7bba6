import { backend, ordered, outcomes, stage } from '../../tests/fakes/backend-stage';
import type { FakeWorld } from '../../tests/fakes/fake-world';
import { deploy } from './deploy';

describe('a deploy that is not confirmed', () => {
  async function rolledBack(): Promise<FakeWorld> {
    const world = await stage();
    world.program = () => ({
      effect: () => {
        world.aws.putFunction('backend-api', { code: 'b' });
        world.aws.putStack('backend-dev', { status: 'UPDATE_ROLLBACK_COMPLETE' });
        world.aws.putStackEvent('backend-dev', { resource: 'Api', status: 'CREATE_FAILED', reason: 'no' });
      },
    });
    return world;
  }

  it('fails whatever the exit code of its command says, and runs no check', async () => {
    const world = await rolledBack();
    const kept = await deploy(ordered(), world);
    expect(kept).toMatchObject({
      outcome: 'failed',
      verdict: null,
      checks: [],
      failure: {
        code: 'CONVOY_NOT_CONFIRMED',
        message: expect.stringMatching(
          /^stack backend-dev UPDATE_ROLLBACK_COMPLETE\n.*\nfirst cause {2}Api/s,
        ) as string,
      },
    });
    expect(world.calls).not.toContain('web.ask');
  });

  it('has no fingerprint, so that nothing later takes it for verified', async () => {
    const kept = await deploy(ordered(), await rolledBack());
    expect(kept.after).not.toBeNull();
    expect(kept.fingerprint).toBeNull();
  });

  it('is told when the provider cannot be asked', async () => {
    const world = await stage();
    const program = world.program;
    world.program = (request) => {
      const made = program(request);
      return {
        ...made,
        effect: async (asked) => {
          await made?.effect?.(asked);
          world.aws.fail('newestLayerVersion', new Error('throttled'));
        },
      };
    };
    const component = backend({ observes: { stacks: [], functions: [], layers: ['shared'] }, outputs: {} });
    expect((await deploy(ordered({ component }), world)).failure).toMatchObject({
      code: 'CONVOY_PROVIDER_FAILED',
      step: 'confirm with the provider',
    });
  });
});

describe('a deploy that is not verified', () => {
  it('fails when a check fails, after its time', async () => {
    const world = await stage();
    world.sites.site('api.test', () => ({ status: 500, body: 'no database' }));
    const kept = await deploy(ordered(), world);
    expect(kept).toMatchObject({
      outcome: 'failed',
      verdict: 'failed',
      failure: {
        code: 'CONVOY_NOT_VERIFIED',
        step: 'verify',
        message: 'failed: GET https://api.test/health → 200: HTTP/2 500 in 1 ms, not 200: no database',
      },
      summary: 'verify',
    });
    expect(kept.after).not.toBeNull();
    expect(Date.parse(kept.finishedAt) - Date.parse(kept.startedAt)).toBeGreaterThanOrEqual(29_000);
  });

  it('does not pass when a check could not be asked', async () => {
    const world = await stage();
    world.sites.site('api.test', null);
    expect(await deploy(ordered(), world)).toMatchObject({ outcome: 'failed', verdict: 'inconclusive' });
  });

  it('fails when what it verified is changed meanwhile', async () => {
    const world = await stage();
    world.sites.site('api.test', () => {
      world.aws.putStack('backend-dev', { status: 'UPDATE_ROLLBACK_COMPLETE' });
      return {};
    });
    expect(await deploy(ordered(), world)).toMatchObject({
      outcome: 'failed',
      fingerprint: null,
      failure: { code: 'CONVOY_NOT_CONFIRMED' },
    });
  });
});

describe('a deploy that is interrupted', () => {
  it('before its first step does nothing and says so', async () => {
    const world = await stage();
    world.interrupt();
    expect(await deploy(ordered(), world)).toMatchObject({
      outcome: 'interrupted',
      verdict: null,
      failure: null,
    });
    expect(world.calls).not.toContain('shell.run');
    expect(outcomes(world)).toEqual(['started', 'interrupted']);
  });

  it('during a command starts no other step', async () => {
    const world = await stage();
    world.program = () => ({ effect: () => world.interrupt() });
    expect(await deploy(ordered(), world)).toMatchObject({ outcome: 'interrupted', summary: 'interrupted' });
    expect(world.aws.writes).toEqual([]);
  });

  it('while the provider is busy does not wait for it', async () => {
    const world = await stage();
    world.program = () => ({
      effect: () => world.aws.putStack('backend-dev', { status: 'UPDATE_IN_PROGRESS' }),
    });
    world.time.later(5_000, () => world.interrupt());
    const component = backend({ observes: { stacks: ['backend-dev'], functions: [], layers: [] } });
    const kept = await deploy(ordered({ component }), world);
    expect(kept).toMatchObject({ outcome: 'interrupted', fingerprint: null });
    expect(Date.parse(kept.finishedAt) - Date.parse(kept.startedAt)).toBeLessThan(7_000);
  });

  it('during its checks is not called failed', async () => {
    const world = await stage();
    world.sites.site('api.test', () => ({ status: 500 }));
    world.time.later(5_000, () => world.interrupt());
    expect(await deploy(ordered(), world)).toMatchObject({
      outcome: 'interrupted',
      verdict: null,
      failure: null,
    });
  });
});

it('waits until the stack is at rest, then confirms it', async () => {
  const world = await stage();
  world.program = () => ({
    effect: () => {
      world.aws.putStack('backend-dev', { status: 'UPDATE_IN_PROGRESS' });
      world.aws.putFunction('backend-api', { code: 'b' });
      world.time.later(90_000, () => world.aws.putStack('backend-dev', { status: 'UPDATE_COMPLETE' }));
    },
  });
  const kept = await deploy(ordered(), world);
  expect(kept.outcome).toBe('deployed');
  expect(Date.parse(kept.finishedAt) - Date.parse(kept.startedAt)).toBeGreaterThanOrEqual(90_000);
});
