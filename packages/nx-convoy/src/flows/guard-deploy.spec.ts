import { backend, stage } from '../../tests/fakes/backend-stage';
import { FakeWorld, order } from '../../tests/fakes/fake-world';
import { deployed, manifestWith, type Actors } from '../../tests/fakes/rollback-stage';
import { commit, pin } from '../../tests/fakes/values';
import type { EnvironmentDeclaration } from '../model/manifest';
import { NO_FLAGS, type RunFlags } from '../model/run-flags';
import type { ResolvedComponent } from '../model/resolved-component';
import { deploy } from './deploy';
import type { Order } from './order';

interface Scene {
  readonly flags?: Partial<RunFlags>;
  readonly declaration?: Partial<EnvironmentDeclaration>;
  readonly component?: Partial<ResolvedComponent>;
  readonly order?: Partial<Order>;
}
/** Deployed at `b`; then somebody asks for `c`, which is newer. */
async function live(change: Partial<ResolvedComponent> = {}): Promise<Actors> {
  const world = await stage();
  const actors = { world, component: backend(change) };
  await deployed(actors, 'b');
  world.addCommit('c', { parents: ['b'] });
  await world.makePrepared('backend', 'c');
  world.program = () => ({ effect: () => world.aws.putFunction('backend-api', { code: 'c' }) });
  world.calls.length = 0;
  return actors;
}
async function next({ world, component }: Actors, scene: Scene = {}): Promise<unknown> {
  world.flags = { ...NO_FLAGS, ...scene.flags };
  const asked = { ...component, ...scene.component };
  const manifest = manifestWith(scene.declaration ?? {});
  const found = await deploy(
    order({ run: 'run-c', component: asked, pin: pin('c'), manifest, ...scene.order }),
    world,
  ).catch((error: unknown) => (error as { code?: string }).code);
  if (typeof found === 'string') expect(touched(world)).toEqual([]);
  return typeof found === 'object' ? found.outcome : found;
}
/** What reached anybody but the lock. */
const touched = (world: FakeWorld): string[] =>
  world.writes().filter((write) => !write.startsWith('journal'));

it('lets a newer pin proceed', async () => {
  expect(await next(await live())).toBe('deployed');
});

describe('a window that ended during the run', () => {
  const declaration = { windows: [{ days: 'Mon-Thu', from: '19:00', to: '23:00', timezone: 'UTC' }] };

  it('pitfall 32: lets nothing more start, and leaves what is live as it is', async () => {
    expect(await next(await live(), { declaration })).toBe('CONVOY_WINDOW_ENDED');
  });

  it('is passed by a person, and the receipt says so', async () => {
    const actors = await live();
    const flags = { outsideWindow: true, reason: 'it burns' };
    expect(await next(actors, { declaration, flags })).toBe('deployed');
    expect(actors.world.entries().at(-1)).toMatchObject({
      overrides: [{ flag: 'outside-window', reason: 'it burns' }],
    });
  });
});

describe('what was changed by hand', () => {
  const byHand = async (): Promise<Actors> => {
    const actors = await live();
    actors.world.aws.putFunction('backend-api', { code: 'by hand' });
    return actors;
  };

  it('is not overwritten without a word', async () => {
    expect(await next(await byHand())).toBe('CONVOY_DRIFTED');
  });

  it('is overwritten with --overwrite-drift, which is how drift is brought back, and the receipt says so', async () => {
    const actors = await byHand();
    expect(await next(actors, { flags: { overwriteDrift: true, reason: 'back' } })).toBe('deployed');
    expect(actors.world.entries().at(-1)).toMatchObject({ overrides: [{ flag: 'overwrite-drift' }] });
  });

  it('is overwritten where local checkouts are allowed', async () => {
    expect(await next(await byHand(), { declaration: { allowSource: true } })).toBe('deployed');
  });

  it('blocks where somebody shifted calls of the alias to another version: a weight that we did not set', async () => {
    const actors = await live();
    await actors.world.aws.publishVersion('backend-api');
    actors.world.aws.putAliasWeights('backend-api', 'live', { '1': 0.1 });
    expect(await next(actors)).toBe('CONVOY_DRIFTED');
  });
});

describe('a downgrade', () => {
  const older = async (): Promise<Actors> => {
    const actors = await live();
    await actors.world.makePrepared('backend', 'a');
    return actors;
  };

  it('by a stale clone is refused: what is live contains the pin', async () => {
    expect(await next(await older(), { order: { pin: pin('a') } })).toBe('CONVOY_DOWNGRADE');
  });

  it('is done with a reason, and the receipt says so', async () => {
    const actors = await older();
    expect(await next(actors, { order: { pin: pin('a') }, flags: { reason: 'c is worse' } })).toBe(
      'deployed',
    );
    expect(actors.world.entries().at(-1)).toMatchObject({
      commit: commit('a'),
      overrides: [{ flag: 'reason', reason: 'c is worse' }],
    });
  });

  it('is nothing that a local checkout is asked about', async () => {
    const source = { pin: pin('a'), source: { dirty: true } };
    expect(await next(await older(), { order: source, declaration: { allowSource: true } })).toBe('deployed');
  });
});

it('refuses a pin that is not on the branch of the environment', async () => {
  const actors = await live();
  actors.world.moveBranch('main', commit('b'));
  expect(await next(actors, { declaration: { branch: 'main' } })).toBe('CONVOY_BRANCH_WRONG');
});

describe('the way back', () => {
  const pruned = async (): Promise<Actors> => {
    const actors = await live({ rollback: 'alias' });
    jest.spyOn(actors.world.aws, 'functionVersion').mockResolvedValue(null);
    return actors;
  };

  it('is looked for before a protected environment is deployed to: a pruned version that a rollback needs refuses it', async () => {
    expect(await next(await pruned(), { declaration: { protected: true } })).toBe('CONVOY_NO_WAY_BACK');
  });

  it('may be gone with a reason, and is not asked for elsewhere', async () => {
    const flags = { reason: 'no way but forward' };
    expect(await next(await pruned(), { declaration: { protected: true }, flags })).toBe('deployed');
    expect(await next(await pruned())).toBe('deployed');
  });
});

it('refuses what a live dependent still reads, before any effect', async () => {
  const actors = await live();
  const { world } = actors;
  const kept = await world.receipts.read('dev');
  expect(kept.components['backend']?.verified?.outputs).toEqual({ endpoint: 'https://api.test' });
  const frontend = { ...kept.components['backend']!.verified!, component: 'frontend', run: 'run-f' };
  world.receipts.record('dev', [frontend]);
  const declared = manifestWith({});
  const repos = {
    ...declared.repos,
    'frontend-repo': {
      url: 'x',
      components: { frontend: { dependsOn: ['backend'], deploy: ['go {outputs.backend.endpoint}'] } },
    },
  };
  expect(
    await next(actors, { component: { outputs: {} }, order: { manifest: { ...declared, repos } } }),
  ).toBe('CONVOY_STILL_READ');
});
