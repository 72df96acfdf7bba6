import { components, database, layerStage, one } from '../../tests/fakes/layer-stage';
import { order, type FakeWorld } from '../../tests/fakes/fake-world';
import { runContext } from '../../tests/fakes/rollback-stage';
import { manifest, pin, receipt } from '../../tests/fakes/values';
import { fingerprintOf } from '../decide/fingerprint';
import { renderLayers } from '../decide/render-layers';
import { closeRun } from './close-run';
import { layersOf } from './layers';
import { readLive } from './read-live';
import { verify } from './verify';

const asked = (world: FakeWorld) => layersOf('dev', components, world);
const trouble = async (world: FakeWorld): Promise<string[]> =>
  (await asked(world)).layers.flatMap((layer) => layer.trouble);

describe('shared layers', () => {
  it('are fine while all callers get the same version, also where a newer one waits', async () => {
    const { world } = await layerStage();
    const document = await asked(world);
    expect(document.layers[0]).toMatchObject({ layer: 'shared', newest: 2, trouble: [] });
    expect(renderLayers(document).join('\n')).toContain('every shared layer is the same everywhere');
    expect(world.writes()).toEqual([]);
  });

  it('are found by what functions attach: one that no component has counts too', async () => {
    const { world, newest } = await layerStage();
    world.aws.putFunction('nobody-knows-it', { layers: [newest] });
    expect(await trouble(world)).toEqual(['shared differs: a:live has 1, b has 1, nobody-knows-it has 2']);
    expect(renderLayers(await asked(world)).join('\n')).toContain('nobody-knows-it  2  not in repos.json');
  });

  it('of a function that no component has are what each of its aliases gets, if that has the layer at all', async () => {
    const { world, old, newest } = await layerStage();
    world.aws.putFunction('foreign', { code: 'one', layers: [] });
    await world.aws.moveAlias('foreign', 'without', await world.aws.publishVersion('foreign'));
    await world.aws.setLayers('foreign', [old]);
    await world.aws.moveAlias('foreign', 'with', await world.aws.publishVersion('foreign'));
    const rows = async () => (await asked(world)).layers[0]?.uses.filter((use) => use.function === 'foreign');
    expect(await rows()).toMatchObject([
      { component: null, alias: 'with', functionVersion: '2', version: 1 },
    ]);
    await world.aws.setLayers('foreign', [newest]);
    expect(await trouble(world)).toEqual(['foreign:with has 1, its newest state 2: it was not published']);
  });

  it('that are declared and were taken away by somebody are told', async () => {
    const { world, other } = await layerStage();
    await world.aws.setLayers('b', [other]);
    expect(await trouble(world)).toEqual(['shared differs: a:live has 1, b has none']);
  });

  // Pitfall 14: the layer was updated, no version was published, and the alias stays on the old layer.
  it('are what the alias resolves to, not what the newest state has', async () => {
    const { world, newest, other } = await layerStage();
    await world.aws.setLayers('a', [newest, other]);
    await world.aws.setLayers('b', [other, newest]);
    expect(await trouble(world)).toEqual([
      'shared differs: a:live has 1, b has 2',
      'a:live has 1, its newest state 2: it was not published',
    ]);
  });

  // Pitfall 13: a configuration may keep what the account no longer has.
  it('are asked of the account: a version that was deleted is told', async () => {
    const { world, old } = await layerStage();
    world.aws.removeLayerVersion(old);
    expect(await trouble(world)).toEqual([
      'a:live has 1, which does not exist any more',
      'b has 1, which does not exist any more',
    ]);
  });

  it('that differ fail the verification of who publishes them, and of nobody else', async () => {
    const { world, newest, other } = await layerStage();
    await world.aws.setLayers('b', [other, newest]);
    const shop = manifest();
    const environments = { dev: shop.environments['dev']! };
    const declared = {
      environments,
      repos: {
        shop: {
          url: 'git@example.test:team/shop.git',
          components: {
            database: { observes: { layers: ['shared'] } },
            one: { observes: { functions: [{ name: 'a', alias: 'live' }] } },
            two: { observes: { functions: [{ name: 'b' }] } },
          },
        },
      },
    };
    const ordered = order({
      component: { ...database, observes: { ...database.observes } },
      manifest: declared,
    });
    const live = await readLive(database, pin(), world);
    world.receipts.record('dev', [
      receipt({
        component: 'database',
        run: 'run-2',
        fingerprint: fingerprintOf(live),
        after: live,
        finishedAt: '2026-03-02T11:00:00.000Z',
      }),
    ]);
    const found = await verify(ordered, world);
    expect(found.verdict).toBe('failed');
    expect(found.checks.at(-1)).toMatchObject({
      name: 'layer shared is the same for all',
      verdict: 'failed',
      evidence: 'shared differs: a:live has 1, b has 2',
      remedy: 'npx nx run convoy:layers:dev --align',
    });
    expect(
      (await verify(order({ component: one, manifest: declared }), world)).checks.map(({ name }) => name),
    ).not.toContain('layer shared is the same for all');
  });

  it('that differ are no release: the environment is not called done', async () => {
    const { world, newest, other } = await layerStage();
    const wanted = components.map(({ name }) => ({ component: name, pin: pin() }));
    const closing = { run: runContext(), wanted, components };
    await world.aws.setLayers('b', [other, newest]);
    const end = await closeRun(closing, world);
    expect(end).toMatchObject({ complete: false, trouble: { code: 'CONVOY_LAYERS_DIFFER' } });
    expect(world.entries().some((entry) => entry.type === 'release')).toBe(false);
    await world.aws.setLayers('a', [newest, other]);
    await world.aws.moveAlias('a', 'live', await world.aws.publishVersion('a'));
    expect(await closeRun(closing, world)).toEqual({ complete: true, trouble: null });
    expect(world.entries().at(-1)?.type).toBe('release');
  });

  it('that differ for a function that no component has are no release either, and the remedy includes it', async () => {
    const { world, newest } = await layerStage();
    world.aws.putFunction('foreign', { layers: [newest] });
    const wanted = components.map(({ name }) => ({ component: name, pin: pin() }));
    const remedy = async () =>
      (await closeRun({ run: runContext(), wanted, components }, world)).trouble?.remedy;
    expect(await remedy()).toBe('npx nx run convoy:layers:dev --align');
    world.aws.putFunction('foreign', { layers: [world.aws.putLayerVersion('shared'), newest] });
    world.aws.putFunction('another', { layers: [newest] });
    expect(await remedy()).toBe('npx nx run convoy:layers:dev --align --include-foreign');
  });
});
