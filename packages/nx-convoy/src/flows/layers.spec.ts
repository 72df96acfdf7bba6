import { FakeWorld, order } from '../../tests/fakes/fake-world';
import { runContext } from '../../tests/fakes/rollback-stage';
import { manifest, pin, receipt, resolvedComponent } from '../../tests/fakes/values';
import { planAlignment } from '../decide/layers/plan-alignment';
import { renderAlignment, renderLayers } from '../decide/render-layers';
import type { Check, ObservedFunction, ResolvedComponent } from '../model/resolved-component';
import { alignLayers } from './align-layers';
import { closeRun } from './close-run';
import { layersOf } from './layers';
import type { Order } from './order';
import { readLive } from './read-live';
import { fingerprintOf } from '../decide/fingerprint';
import { verify } from './verify';

const part = (
  name: string,
  functions: ObservedFunction[],
  more: Partial<ResolvedComponent['observes']> = {},
  checks: Check[] = [],
): ResolvedComponent =>
  resolvedComponent({ name, observes: { stacks: [], layers: [], functions, ...more }, checks, deploy: [] });
const health: Check = { kind: 'invoke', function: 'b', payload: {}, json: { status: 'ok' } };
const database = part('database', [], { layers: ['shared'] });
const one = part('one', [{ name: 'a', alias: 'live', layers: ['shared'] }]);
const two = part('two', [{ name: 'b', alias: null, layers: ['shared'] }], {}, [health]);
const components = [database, one, two];

interface Stage {
  readonly world: FakeWorld;
  readonly old: string;
  readonly newest: string;
  readonly other: string;
}

/** Two functions with two layers each, one of which they share: `a` through an alias. Both at the old version. */
async function stage(): Promise<Stage> {
  const world = new FakeWorld();
  const other = world.aws.putLayerVersion('other');
  const old = world.aws.putLayerVersion('shared');
  world.aws.putFunction('a', { layers: [old, other] });
  world.aws.putFunction('b', { layers: [other, old] });
  world.aws.putHandler('b', () => ({ type: 'answered', answer: { status: 'ok' } }));
  await world.aws.moveAlias('a', 'live', await world.aws.publishVersion('a'));
  for (const component of components) {
    const live = await readLive(component, pin(), world);
    const fingerprint = fingerprintOf(live);
    world.receipts.record('dev', [receipt({ component: component.name, fingerprint, after: live })]);
  }
  const newest = world.aws.putLayerVersion('shared');
  world.aws.writes.length = 0;
  return { world, old, newest, other };
}
const asked = (world: FakeWorld) => layersOf('dev', components, world);
const trouble = async (world: FakeWorld): Promise<string[]> =>
  (await asked(world)).layers.flatMap((layer) => layer.trouble);

describe('shared layers', () => {
  it('are fine while all callers get the same version, also where a newer one waits', async () => {
    const { world } = await stage();
    const document = await asked(world);
    expect(document.layers[0]).toMatchObject({ layer: 'shared', newest: 2, trouble: [] });
    expect(renderLayers(document).join('\n')).toContain('every shared layer is the same everywhere');
    expect(world.writes()).toEqual([]);
  });

  it('are found by what functions attach: one that no component has counts too', async () => {
    const { world, newest } = await stage();
    world.aws.putFunction('nobody-knows-it', { layers: [newest] });
    expect(await trouble(world)).toEqual(['shared differs: a:live has 1, b has 1, nobody-knows-it has 2']);
    expect(renderLayers(await asked(world)).join('\n')).toContain('nobody-knows-it  2  not in repos.json');
  });

  // Pitfall 14: the layer was updated, no version was published, and the alias stays on the old layer.
  it('are what the alias resolves to, not what the newest state has', async () => {
    const { world, newest, other } = await stage();
    await world.aws.setLayers('a', [newest, other]);
    await world.aws.setLayers('b', [other, newest]);
    expect(await trouble(world)).toEqual([
      'shared differs: a:live has 1, b has 2',
      'a:live has 1, its newest state 2: it was not published',
    ]);
  });

  // Pitfall 13: a configuration may keep what the account no longer has.
  it('are asked of the account: a version that was deleted is told', async () => {
    const { world, old } = await stage();
    world.aws.removeLayerVersion(old);
    expect(await trouble(world)).toEqual([
      'a:live has 1, which does not exist any more',
      'b has 1, which does not exist any more',
    ]);
  });

  it('that differ fail the verification of who publishes them, and of nobody else', async () => {
    const { world, newest, other } = await stage();
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
    const { world, newest, other } = await stage();
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
});

describe('aligning them', () => {
  const ordersOf = (): Map<string, Order> =>
    new Map(components.map((component) => [component.name, order({ component })]));
  async function aligned(world: FakeWorld) {
    const plan = planAlignment((await asked(world)).layers, components);
    return { plan, end: await alignLayers({ environment: 'dev', plan, orders: ordersOf() }, world) };
  }

  it('gives every function the newest version, keeps every other layer and the order, publishes and moves aliases', async () => {
    const { world, newest, other } = await stage();
    const { plan, end } = await aligned(world);
    expect(end.type).toBe('aligned');
    expect(world.aws.writes).toEqual([
      `setLayers a ${newest} ${other}`,
      'publishVersion a',
      'moveAlias a live 2',
      `setLayers b ${other} ${newest}`,
    ]);
    expect(await trouble(world)).toEqual([]);
    expect(renderAlignment(plan).join('\n')).toContain('a  shared 1 → 2, published, live moved  one');
  });

  it('is recorded like a deploy, so that the next deploy finds nothing to do and drift finds nothing wrong', async () => {
    const { world } = await stage();
    const { end } = await aligned(world);
    expect(end.receipts.map(({ component, outcome, verdict }) => [component, outcome, verdict])).toEqual([
      ['one', 'deployed', 'passed'],
      ['two', 'deployed', 'passed'],
    ]);
    const { components: records } = await world.receipts.read('dev');
    for (const component of [one, two]) {
      const live = await readLive(component, pin(), world);
      expect(records[component.name]?.verified?.fingerprint).toBe(fingerprintOf(live));
      expect(records[component.name]?.started).toBeNull();
    }
  });

  it('puts back what was done, in reverse, where one function does not pass its checks', async () => {
    const { world, old, newest, other } = await stage();
    world.aws.putHandler('b', () => ({ type: 'answered', answer: { status: 'ill' } }));
    const { end } = await aligned(world);
    expect(end).toMatchObject({ type: 'put-back', failed: { component: 'two' } });
    expect(world.aws.writes).toEqual([
      `setLayers a ${newest} ${other}`,
      'publishVersion a',
      'moveAlias a live 2',
      `setLayers b ${other} ${newest}`,
      `setLayers b ${other} ${old}`,
      'moveAlias a live 1',
      `setLayers a ${old} ${other}`,
    ]);
    expect(end.receipts.map(({ component }) => component)).toEqual(['one', 'two', 'two', 'one']);
    expect(end.receipts.at(-1)).toMatchObject({ component: 'one', verdict: 'passed' });
    expect(await trouble(world)).toEqual([]);
  });

  it('leaves functions alone that no component has, and says so', async () => {
    const { world, old } = await stage();
    world.aws.putFunction('nobody-knows-it', { layers: [old] });
    const { plan } = await aligned(world);
    expect(plan.foreign).toEqual(['nobody-knows-it']);
    expect(world.aws.writes.join()).not.toContain('nobody-knows-it');
    expect(renderAlignment(plan).join('\n')).toContain('nobody-knows-it: not in repos.json, left alone');
  });

  it('has nothing to do where all have the newest', async () => {
    const { world } = await stage();
    await aligned(world);
    const { plan, end } = await aligned(world);
    expect({ functions: plan.functions, receipts: end.receipts }).toEqual({ functions: [], receipts: [] });
  });
});
