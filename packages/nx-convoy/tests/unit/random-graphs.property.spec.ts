import * as fc from 'fast-check';
import { contentDigestOf } from '../../src/decide/fingerprint';
import { backTo } from '../../src/executors/rollback-order';
import { closeRun } from '../../src/flows/close-run';
import { deploy } from '../../src/flows/deploy';
import type { Order } from '../../src/flows/order';
import { readLive } from '../../src/flows/read-live';
import { rollback } from '../../src/flows/rollback';
import { isCoordinationError } from '../../src/model/coordination-error';
import type { ResolvedComponent } from '../../src/model/resolved-component';
import { FakeWorld, order } from '../fakes/fake-world';
import { runContext } from '../fakes/rollback-stage';
import { commit, manifest, pin, resolvedComponent, tree, TREE_FILE } from '../fakes/values';

// Any graph of up to twelve components, any of which fails: what was done goes on to the same end, and goes back to the same beginning.

interface Node {
  /** Numbers of earlier nodes. */
  readonly needs: readonly number[];
  readonly way: 'redeploy' | 'alias';
}
type Fault = 'before it did anything' | 'after it did its work';

const graphs = fc
  .array(
    fc.record({
      needs: fc.array(fc.nat(11), { maxLength: 3 }),
      way: fc.constantFrom('redeploy' as const, 'alias' as const),
    }),
    {
      minLength: 1,
      maxLength: 12,
    },
  )
  .map((nodes): Node[] =>
    nodes.map(({ needs, way }, index) => ({
      way,
      needs: [...new Set(needs)].filter((each) => each < index),
    })),
  );
const faults = fc.constantFrom<Fault>('before it did anything', 'after it did its work');
jest.setTimeout(20 * 60_000);
const RUNS = Math.max(10, Number(process.env['CONVOY_TEST_REPEAT'] ?? '10'));

class Scene {
  readonly world = new FakeWorld();
  readonly components: readonly ResolvedComponent[];
  failing: { readonly name: string; readonly fault: Fault } | null = null;
  private runs = 0;

  constructor(private readonly nodes: readonly Node[]) {
    this.components = nodes.map(({ way }, index) => componentOf(`c${index}`, way));
    for (const { repo } of this.components) {
      const remote = this.world.sources.remote(repo);
      for (const letter of ['a', 'b']) {
        const parents = letter === 'a' ? [] : [commit('a')];
        remote.commits.set(commit(letter), { parents, subject: letter, files: { [TREE_FILE]: letter } });
      }
      remote.refs.set('refs/heads/main', commit('b'));
    }
    this.world.program = ({ folder }) => this.program(folder);
  }

  /** Everything in its order; what depends on a failure is not started. Answers who was asked to run a command. */
  async deployAll(letter: string): Promise<string[]> {
    const [run, asked] = [this.nextRun(), this.world.programs.requests.length];
    const bad = new Set<number>();
    for (const [index, { needs }] of this.nodes.entries()) {
      if (needs.some((each) => bad.has(each)) || !(await this.deployOne(index, letter, run))) bad.add(index);
    }
    await this.close(run, letter, null);
    return this.world.programs.requests.slice(asked).map(({ folder }) => nameIn(folder));
  }

  /** The whole set back to a release, dependents first. */
  async rollbackAll(to: string): Promise<void> {
    const run = this.nextRun();
    const release = await this.world.receipts.release('dev', to);
    if (release === null) throw new TypeError(`there is no release ${to}`);
    for (const index of [...this.nodes.keys()].reverse()) {
      const asked = await this.orderOf(index, 'b', run);
      const workspace = { root: '', manifest: manifest() };
      const back = backTo(release, { order: asked, workspace, run: runContext({ run }) });
      if (back === null) throw new TypeError('it is not part of the release');
      await this.prepared(index, 'a');
      const dependents = [...this.nodes.keys()]
        .filter((each) => this.nodes[each]?.needs.includes(index))
        .map((each) => `c${each}`);
      await rollback({ ...back, dependents }, this.world);
    }
    await this.close(run, 'b', to);
  }

  /** What the environment consists of, component by component, as the providers tell it now. */
  async digests(letter: string): Promise<string[]> {
    return Promise.all(
      this.components.map(async (component) => {
        const wanted = { ...pin(letter), repo: component.repo };
        return contentDigestOf(await readLive(component, wanted, this.world), { commit: '', tree: '' });
      }),
    );
  }

  async verdicts(): Promise<(string | null | undefined)[]> {
    const { components } = await this.world.receipts.refresh('dev');
    return this.components.map(({ name }) => components[name]?.last?.verdict);
  }

  private async deployOne(index: number, letter: string, run: string): Promise<boolean> {
    await this.prepared(index, letter);
    try {
      return (await deploy(await this.orderOf(index, letter, run), this.world)).verdict === 'passed';
    } catch (cause) {
      if (isCoordinationError(cause)) return false;
      throw cause;
    }
  }

  private async orderOf(index: number, letter: string, run: string): Promise<Order> {
    const component = this.components[index];
    if (component === undefined) throw new TypeError(`there is no node ${index}`);
    const needs = this.nodes[index]?.needs ?? [];
    const dependencies = needs.map((each) => ({
      name: `c${each}`,
      pin: pin(letter, { repo: `c${each}-repo` }),
    }));
    return order({ run, component, pin: pin(letter, { repo: component.repo }), dependencies });
  }

  private async prepared(index: number, letter: string): Promise<void> {
    const { name, repo, url } = this.components[index] ?? resolvedComponent();
    await this.world.sources.ensure({ name: repo, url }, commit(letter));
    const folder = this.world.workshop.folder(name, commit(letter));
    await this.world.sources.worktree({ name: repo, url }, commit(letter), folder);
    await this.world.workshop.markPrepared(name, commit(letter), 'key');
  }

  private program(folder: string) {
    const name = nameIn(folder);
    const code = folder.includes(commit('a')) ? 'a' : 'b';
    const fault = this.failing?.name === name ? this.failing.fault : null;
    const effect = (): void => {
      this.world.aws.putStack(`${name}-stack`);
      this.world.aws.putFunction(`${name}-fn`, { code: `${name} ${code}` });
    };
    if (fault === 'before it did anything') return { code: 1 };
    return { effect, code: fault === null ? 0 : 1 };
  }

  private close(run: string, letter: string, target: string | null): Promise<boolean> {
    this.world.time.advance(60_000);
    const wanted = this.components.map(({ name, repo }) => ({ component: name, pin: pin(letter, { repo }) }));
    return closeRun({ run: runContext({ run, target }), wanted }, this.world);
  }

  private nextRun(): string {
    this.runs += 1;
    this.world.time.advance(60_000);
    return `run-${this.runs}`;
  }
}

function componentOf(name: string, way: Node['way']): ResolvedComponent {
  return resolvedComponent({
    name,
    repo: `${name}-repo`,
    url: `git@example.test:team/${name}.git`,
    rollback: way,
    deploy: [{ argv: ['./deploy.sh'], in: '.', timeoutSeconds: 60 }],
    observes: {
      stacks: [`${name}-stack`],
      functions: [{ name: `${name}-fn`, alias: way === 'alias' ? 'live' : null, layers: [] }],
      layers: [],
    },
  });
}

/** `…/worktrees/<component>/<commit>` */
function nameIn(folder: string): string {
  return folder.split('/worktrees/')[1]?.split('/')[0] ?? '';
}

it('the values of these tests are what they are taken for', () => {
  expect(tree('a')).not.toBe(tree('b'));
});

it('a deploy that failed anywhere goes on to the same end as one that never did, and repeats nothing that was verified', async () => {
  await fc.assert(
    fc.asyncProperty(graphs, fc.nat(11), faults, async (nodes, at, fault) => {
      const [smooth, rough] = [new Scene(nodes), new Scene(nodes)];
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
        const scene = new Scene(nodes);
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
      const scene = new Scene(nodes);
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
