import { components, layerStage, one, two } from '../../tests/fakes/layer-stage';
import { order, type FakeWorld } from '../../tests/fakes/fake-world';
import { commit, failedReceipt, pin, receipt, started, tree } from '../../tests/fakes/values';
import { fingerprintOf } from '../decide/fingerprint';
import { renderAlignment } from '../decide/render-layers';
import type { Receipt } from '../model/receipt';
import { alignLayers } from './align-layers';
import { layersOf } from './layers';
import type { Order } from './order';
import { readLive } from './read-live';

const trouble = async (world: FakeWorld): Promise<string[]> =>
  (await layersOf('dev', components, world)).layers.flatMap((layer) => layer.trouble);

const orderOf = async (name: string): Promise<Order> =>
  order({ component: components.find((each) => each.name === name)! });
async function aligned(world: FakeWorld, includesForeign = false) {
  const end = await alignLayers({ environment: 'dev', components, includesForeign, orderOf }, world);
  return { plan: end.plan, end };
}

describe('aligning them', () => {
  it('gives every function the newest version, keeps every other layer and the order, publishes and moves aliases', async () => {
    const { world, newest, other } = await layerStage();
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
    const { world } = await layerStage();
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
    const { world, old, newest, other } = await layerStage();
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
    const { world, old } = await layerStage();
    world.aws.putFunction('nobody-knows-it', { layers: [old] });
    const { plan } = await aligned(world);
    expect(plan.foreign).toEqual(['nobody-knows-it']);
    expect(world.aws.writes.join()).not.toContain('nobody-knows-it');
    expect(renderAlignment(plan).join('\n')).toContain('nobody-knows-it: not in repos.json, left alone');
  });

  it('has nothing to do where all have the newest', async () => {
    const { world } = await layerStage();
    await aligned(world);
    const { plan, end } = await aligned(world);
    expect({ functions: plan.functions, receipts: end.receipts }).toEqual({ functions: [], receipts: [] });
  });

  it('changes functions that no component has where that is said: last, with all their aliases, for who publishes the layer', async () => {
    const { world, old, newest } = await layerStage();
    world.aws.putFunction('foreign', { layers: [old] });
    const version = await world.aws.publishVersion('foreign');
    for (const alias of ['blue', 'green']) await world.aws.moveAlias('foreign', alias, version);
    world.aws.writes.length = 0;
    const { plan, end } = await aligned(world, true);
    expect(plan).toMatchObject({
      foreign: [],
      functions: [{}, {}, { function: 'foreign', isForeign: true }],
    });
    expect(world.aws.writes.slice(-5)).toEqual([
      `setLayers foreign ${newest}`,
      'publishVersion foreign',
      'moveAlias foreign blue 2',
      'publishVersion foreign',
      'moveAlias foreign green 2',
    ]);
    expect(end.receipts.map(({ component, verdict }) => [component, verdict])).toEqual([
      ['one', 'passed'],
      ['two', 'passed'],
      ['database', 'passed'],
    ]);
    expect(await trouble(world)).toEqual([]);
  });

  it('decides under the lock: what another run has done in the meantime is not done again', async () => {
    const { world, newest, other } = await layerStage();
    const take = world.lease.take.bind(world.lease);
    world.lease.take = async (...words) => {
      await world.aws.setLayers('b', [other, newest]);
      world.receipts.record('dev', [
        await seen(world, { run: 'run-2', finishedAt: '2026-03-01T12:00:00.000Z' }),
      ]);
      world.aws.writes.length = 0;
      return take(...words);
    };
    const { plan } = await aligned(world);
    expect(plan.functions.map((each) => each.function)).toEqual(['a']);
    expect(world.aws.writes.join()).not.toContain('setLayers b');
  });

  it('says which components are not as they were, where putting back does not work', async () => {
    const { world, old, other } = await layerStage();
    world.aws.putHandler('b', () => {
      world.aws.fail('setLayers', new Error('throttled'));
      return { type: 'answered', answer: { status: 'ill' } };
    });
    const { end } = await aligned(world);
    expect(end).toMatchObject({ type: 'put-back', failed: { component: 'two' }, stuck: ['two'] });
    expect(world.aws.writes.at(-1)).toBe(`setLayers a ${old} ${other}`);
  });

  it('stops where it is when it is interrupted, and puts nothing back by itself', async () => {
    const { world, newest, other } = await layerStage();
    world.aws.putHandler('b', () => {
      world.interrupt();
      return { type: 'answered', answer: { status: 'ill' } };
    });
    const { end } = await aligned(world);
    expect(end.type).toBe('interrupted');
    expect(end.receipts.map(({ component, outcome }) => [component, outcome])).toEqual([
      ['one', 'deployed'],
      ['two', 'interrupted'],
    ]);
    expect(world.aws.writes.at(-1)).toBe(`setLayers b ${other} ${newest}`);
  });
});

/** What a verification of `two` as it is now leaves in the ledger. */
async function seen(world: FakeWorld, more: Partial<Receipt>): Promise<Receipt> {
  const after = await readLive(two, pin(), world);
  return receipt({ component: 'two', after, fingerprint: fingerprintOf(after), ...more });
}

const later = { startedAt: '2026-03-01T11:00:00.000Z', finishedAt: '2026-03-01T11:01:00.000Z' };

/** A deploy of another commit of `two` that did what it should, and did not get the newest layer. */
async function unconfirmed(world: FakeWorld): Promise<Receipt> {
  const failure = { code: 'CONVOY_NOT_CONFIRMED', step: 'confirm', message: 'no layer', remedy: 'align' };
  const deploy = { run: 'run-2', outcome: 'failed', verdict: null, fingerprint: null, ...later } as const;
  return seen(world, { ...deploy, failure, commit: commit('a'), tree: tree('a') });
}

describe('an alignment that would change more than layers is refused, and changes nothing', () => {
  const cases: [string, (world: FakeWorld) => unknown, string][] = [
    [
      'after a rollback by alias: the newest state still has the code that was taken back',
      async ({ aws }) => {
        aws.putFunction('a', { code: 'bad' });
        await aws.moveAlias('a', 'live', await aws.publishVersion('a'));
        await aws.moveAlias('a', 'live', '1');
      },
      'a: callers by live use the code of version 1, and the newest state has other code',
    ],
    [
      'where an alias sends a part of the calls elsewhere',
      ({ aws }) => aws.putAliasWeights('a', 'live', { '1': 0.1 }),
      'a: live sends a part of the calls to another version',
    ],
    [
      'where somebody changed the code by hand: it would be recorded as verified',
      ({ aws }) => aws.putFunction('b', { code: 'by hand' }),
      'two was changed by hand: the code of function b is',
    ],
    [
      'where the component was never verified',
      ({ records }) => records.branches.clear(),
      'one: it was never verified here',
    ],
    [
      'where an attempt is open',
      ({ receipts }) => receipts.record('dev', [started({ component: 'two', ...later })]),
      'two: run run-3 began and did not end',
    ],
    [
      'where the last deploy failed and nobody looked at what it left',
      ({ receipts }) => receipts.record('dev', [failedReceipt({ component: 'two', ...later })]),
      'two: run run-2 failed, and nobody looked at what it left',
    ],
    [
      'where the last deploy, of another tree, did not pass its checks',
      async (world) => {
        const failed = { outcome: 'failed', verdict: 'failed', run: 'run-2', tree: tree('c') } as const;
        world.receipts.record('dev', [await seen(world, { ...failed, ...later })]);
      },
      'two: run run-2 failed',
    ],
    [
      'where the provider did not confirm the last deploy for more than its layers',
      async (world) => {
        world.aws.putFunction('b', { lastUpdateStatus: 'Failed' });
        world.receipts.record('dev', [await unconfirmed(world)]);
      },
      'two: run run-2 failed',
    ],
    [
      'where it runs from a local checkout',
      async (world) =>
        world.receipts.record('dev', [
          await seen(world, { run: 'run-2', source: { dirty: false }, ...later }),
        ]),
      'two: it runs from a local checkout',
    ],
  ];
  it.each(cases)('%s', async (_title, change, line) => {
    const { world } = await layerStage();
    await change(world);
    world.aws.writes.length = 0;
    const refused = aligned(world);
    await expect(refused).rejects.toMatchObject({ code: 'CONVOY_ALIGNMENT_UNSAFE' });
    await expect(refused).rejects.toThrow(line);
    expect(world.aws.writes).toEqual([]);
    expect(world.entries().some(({ run }) => run === 'run-9')).toBe(false);
  });

  it('not where a person says why what was changed by hand is kept; the reason is in the receipts', async () => {
    const { world } = await layerStage();
    world.aws.putFunction('b', { code: 'by hand' });
    world.flags = { ...world.flags, reason: 'a fix at night' };
    const { end } = await aligned(world);
    expect(end.type).toBe('aligned');
    expect(end.receipts[1]).toMatchObject({
      component: 'two',
      overrides: [{ flag: 'reason', reason: 'a fix at night' }],
    });
    expect(world.lines.join('\n')).toContain('two was changed by hand: the code of function b is');
  });

  it('not where the last deploy was not confirmed for its layers alone: what it deployed is verified then', async () => {
    const { world } = await layerStage();
    world.receipts.record('dev', [await unconfirmed(world)]);
    const { end } = await aligned(world);
    expect(end.type).toBe('aligned');
    expect(end.receipts.map((each) => [each.component, each.tree])).toEqual([
      ['one', tree('b')],
      ['two', tree('a')],
    ]);
  });

  it('not where a verification failed for the layers alone', async () => {
    const { world } = await layerStage();
    const failed = { verb: 'verify', verdict: 'failed', outcome: 'failed', run: 'run-2' } as const;
    world.receipts.record('dev', [await seen(world, { ...failed, ...later })]);
    expect((await aligned(world)).end.type).toBe('aligned');
  });
});
