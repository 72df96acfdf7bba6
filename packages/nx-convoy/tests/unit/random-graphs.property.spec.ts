import * as fc from 'fast-check';
import { faults, graphs, GraphScene, type Outage } from '../fakes/graph-scene';
import { tree } from '../fakes/values';

// Any graph of up to twelve components, any of which fails: what was done goes on to the same end, and goes back to the same beginning.

jest.setTimeout(20 * 60_000);
const RUNS = Math.max(10, Number(process.env['CONVOY_TEST_REPEAT'] ?? '10'));

it('the values of these tests are what they are taken for', () => {
  expect(tree('a')).not.toBe(tree('b'));
});

it('a deploy that failed anywhere goes on to the same end as one that never did, and repeats nothing that was verified', async () => {
  await fc.assert(
    fc.asyncProperty(graphs, fc.nat(11), faults, async (nodes, at, fault) => {
      const [smooth, rough] = [new GraphScene(nodes), new GraphScene(nodes)];
      for (const scene of [smooth, rough]) await scene.deployAll('a');
      await smooth.deployAll('b');
      rough.failing = { name: `c${at % nodes.length}`, fault };
      const first = await rough.deployAll('b');
      rough.failing = null;
      const second = await rough.deployAll('b');
      expect(await rough.digests('b')).toEqual(await smooth.digests('b'));
      expect(await rough.verdicts()).toEqual(nodes.map(() => 'passed'));
      const twice = first.filter((name) => second.includes(name));
      expect(twice).toEqual([`c${at % nodes.length}`]);
      expect(await rough.world.locks.look('dev')).toBeNull();
    }),
    { numRuns: RUNS },
  );
});

it('with a fault at every node in turn, the rollback of the whole set gives the content that was there before', async () => {
  await fc.assert(
    fc.asyncProperty(graphs, faults, async (nodes, fault) => {
      for (const index of nodes.keys()) {
        const scene = new GraphScene(nodes);
        await scene.deployAll('a');
        const before = await scene.digests('a');
        scene.failing = { name: `c${index}`, fault };
        await scene.deployAll('b');
        scene.failing = null;
        await scene.rollbackAll('run-1');
        expect(await scene.digests('a')).toEqual(before);
        expect(await scene.verdicts()).toEqual(nodes.map(() => 'passed'));
        const state = await scene.world.receipts.refresh('dev');
        expect(state.rollback).toBeNull();
        expect(state.releases.map(({ run }) => run)).toEqual(['run-1']);
      }
    }),
    { numRuns: Math.ceil(RUNS / 2) },
  );
});

it('a release that went well goes back as well', async () => {
  await fc.assert(
    fc.asyncProperty(graphs, async (nodes) => {
      const scene = new GraphScene(nodes);
      await scene.deployAll('a');
      const before = await scene.digests('a');
      await scene.deployAll('b');
      expect(await scene.digests('a')).not.toEqual(before);
      await scene.rollbackAll('run-1');
      expect(await scene.digests('a')).toEqual(before);
    }),
    { numRuns: RUNS },
  );
});

it('a deploy to which any call to the outside failed goes on to the same end, and repeats nothing that was verified', async () => {
  const losses = fc.constantFrom<Outage['lost']>('the question', 'the answer');
  await fc.assert(
    fc.asyncProperty(graphs, fc.nat(10_000), losses, async (nodes, number, lost) => {
      const [smooth, rough] = [new GraphScene(nodes), new GraphScene(nodes)];
      for (const scene of [smooth, rough]) await scene.deployAll('a');
      await smooth.deployAll('b');
      rough.outage = { at: 1 + (number % smooth.outside), lost };
      await rough.deployAll('b');
      const recorded = await rough.passedAt('b');
      rough.outage = null;
      const again = await rough.deployAll('b');
      expect(await rough.digests('b')).toEqual(await smooth.digests('b'));
      expect(await rough.verdicts()).toEqual(nodes.map(() => 'passed'));
      expect(again.filter((name) => recorded.includes(name))).toEqual([]);
      const { releases, components } = await rough.world.receipts.refresh('dev');
      expect(releases).toHaveLength(2);
      expect(Object.values(components).filter(({ started }) => started !== null)).toEqual([]);
      expect(await rough.world.locks.look('dev')).toBeNull();
      expect(await rough.world.late.pending('dev')).toEqual([]);
    }),
    { numRuns: RUNS * 5 },
  );
});
