import * as fc from 'fast-check';
import { contentDigestOf } from '../../src/decide/fingerprint';
import { backTo } from '../../src/executors/rollback-order';
import { closeRun } from '../../src/flows/close-run';
import { deliverLate } from '../../src/flows/deliver-late';
import { deploy } from '../../src/flows/deploy';
import type { Order } from '../../src/flows/order';
import { readLive } from '../../src/flows/read-live';
import { rollback } from '../../src/flows/rollback';
import type { World } from '../../src/flows/world';
import { ledgerUnreachable } from '../../src/model/errors';
import { isBug } from '../../src/model/is-bug';
import type { ResolvedComponent } from '../../src/model/resolved-component';
import { FakeWorld, order } from './fake-world';
import { runContext } from './rollback-stage';
import { commit, manifest, pin, region, resolvedComponent, tree, TREE_FILE } from './values';

export interface Node {
  /** Numbers of earlier nodes. */
  readonly needs: readonly number[];
  readonly way: 'redeploy' | 'alias';
}
export type Fault = 'before it did anything' | 'after it did its work';

export const graphs = fc
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
export const faults = fc.constantFrom<Fault>('before it did anything', 'after it did its work');

/** One call to the outside that fails: it never got there, or it did and nobody hears of it. */
export interface Outage {
  readonly at: number;
  readonly lost: 'the question' | 'the answer';
}

/** A graph in `dev`, and everything that Nx does with it. */
export class GraphScene {
  readonly world = new FakeWorld();
  readonly components: readonly ResolvedComponent[];
  failing: { readonly name: string; readonly fault: Fault } | null = null;
  /** A call to the outside that fails: by its number since the last run began; null: none does. */
  outage: Outage | null = null;
  /** Calls to the outside since the last run began. */
  outside = 0;
  private runs = 0;
  private readonly seen: World;

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
    const cloud = this.failingPort(this.world.cloud(region), /./);
    const ledger = this.failingPort(this.world.ledger, /^(append|close|refresh)$/);
    this.seen = Object.create(this.world, {
      cloud: { value: () => cloud },
      ledger: { value: ledger },
    }) as World;
  }

  /** Everything in its order; what depends on a failure is not started. Answers who was asked to run a command. */
  async deployAll(letter: string): Promise<string[]> {
    const [run, asked] = [this.nextRun(), this.world.programs.requests.length];
    this.outside = 0;
    if (!(await wentWell(() => this.open()))) return [];
    const bad = new Set<number>();
    for (const [index, { needs }] of this.nodes.entries()) {
      if (needs.some((each) => bad.has(each)) || !(await this.deployOne(index, letter, run))) bad.add(index);
    }
    await wentWell(() => this.close(run, letter, null));
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

  /** Who passed at a letter, as the ledger tells it or will when what is kept on this machine was delivered. */
  async passedAt(letter: string): Promise<string[]> {
    const { components } = await this.world.receipts.refresh('dev');
    const known = Object.values(components).flatMap(({ verified }) => verified ?? []);
    const kept = (await this.world.late.pending('dev')).flatMap((entry) =>
      entry.type === 'receipt' && entry.verdict === 'passed' ? [entry] : [],
    );
    return [...known, ...kept].filter((each) => each.tree === tree(letter)).map((each) => each.component);
  }

  private async deployOne(index: number, letter: string, run: string): Promise<boolean> {
    await this.prepared(index, letter);
    const asked = await this.orderOf(index, letter, run);
    return wentWell(async () => (await deploy(asked, this.seen)).verdict === 'passed');
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

  private async close(run: string, letter: string, target: string | null): Promise<boolean> {
    this.world.time.advance(60_000);
    const wanted = this.components.map(({ name, repo }) => ({ component: name, pin: pin(letter, { repo }) }));
    return (await closeRun({ run: runContext({ run, target }), wanted }, this.seen)).complete;
  }

  /** As the first hook does it: what could not be delivered comes first. */
  private async open(): Promise<boolean> {
    const token = await this.seen.lease.take('dev', 'deploy');
    try {
      await deliverLate('dev', token, this.seen);
      await this.seen.ledger.refresh('dev');
      return true;
    } catch (cause) {
      await this.seen.ledger.close('dev', [], token).catch(() => undefined);
      throw cause;
    }
  }

  private failingPort<T extends object>(port: T, methods: RegExp): T {
    return new Proxy(port, {
      get: (target, key) => {
        const found: unknown = Reflect.get(target, key);
        if (typeof found !== 'function' || !methods.test(String(key))) return found;
        return async (...words: unknown[]): Promise<unknown> => {
          this.outside += 1;
          const lost = this.outage?.at === this.outside ? this.outage.lost : null;
          if (lost === 'the question') throw this.trouble(key);
          const answer: unknown = await Reflect.apply(found, target, words);
          if (lost === 'the answer') throw this.trouble(key);
          return answer;
        };
      },
    });
  }

  private trouble(method: string | symbol): Error {
    const cause = new Error(`${String(method)}: the line is dead`);
    return /^(append|close|refresh)$/.test(String(method))
      ? ledgerUnreachable('the fake ledger', cause)
      : cause;
  }

  private nextRun(): string {
    this.runs += 1;
    this.world.time.advance(60_000);
    return `run-${this.runs}`;
  }
}

/** What Nx makes of a task or a hook that throws: it did not go well. A bug is one all the same. */
async function wentWell(work: () => Promise<boolean>): Promise<boolean> {
  try {
    return await work();
  } catch (cause) {
    if (isBug(cause)) throw cause;
    return false;
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
