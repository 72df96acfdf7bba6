import type { ShellRequest } from '../../src/effects/ports';
import type { Order } from '../../src/flows/order';
import type { World } from '../../src/flows/world';
import { FakeCloud } from './fake-cloud';
import { FakePages } from './fake-pages';
import { FakeShell, type FakeProgram } from './fake-shell';
import { FakeWeb } from './fake-web';
import { SmallArtefacts, SmallJournal, SmallLedger, SmallRepos } from './small-ports';
import { account, commit, manifest, pin, region, resolvedComponent, tree } from './values';
import { VirtualClock } from './virtual-clock';

/** Calls that leave something behind; a flow that only looks makes none of them. */
const WRITES = [
  'repos.push',
  'repos.worktree',
  'ledger.append',
  'cloud.publishVersion',
  'cloud.moveAlias',
  'pages.build',
  'shell.run',
  'journal.note',
  'journal.report',
  'artefacts.markPrepared',
  'artefacts.restore',
  'artefacts.keep',
];

/** A world of fakes on a virtual clock. `calls` names every call that went through a port, in order. */
export class FakeWorld implements World {
  readonly name = 'sandbox';
  readonly who = 'somebody@somewhere';
  readonly calls: string[] = [];
  readonly lines: string[] = [];
  readonly variables: Record<string, string> = {};
  /** What each command does. */
  program: (request: ShellRequest) => FakeProgram | null = () => ({});

  // The fakes themselves, to set the scene and to look at it.
  readonly time = new VirtualClock();
  readonly aws: FakeCloud;
  readonly front = new FakePages(['front']);
  readonly sites = new FakeWeb();
  readonly programs = new FakeShell((request) => this.program(request));
  readonly sources = new SmallRepos();
  readonly receipts = new SmallLedger();
  readonly workshop = new SmallArtefacts();
  readonly notes = new SmallJournal();

  // The same, as flows see them.
  readonly clock = this.time;
  readonly repos = recorded('repos', this.sources, this.calls);
  readonly ledger = recorded('ledger', this.receipts, this.calls);
  readonly pages = recorded('pages', this.front, this.calls);
  readonly shell = recorded('shell', this.programs, this.calls);
  readonly web = recorded('web', this.sites, this.calls);
  readonly journal = recorded('journal', this.notes, this.calls);
  readonly artefacts = recorded('artefacts', this.workshop, this.calls);
  readonly output = { line: (text: string): void => void this.lines.push(text) };
  private readonly seenCloud: FakeCloud;
  private stopped = false;

  constructor(identity = account) {
    this.aws = new FakeCloud(region, identity, () => this.time.now());
    this.seenCloud = recorded('cloud', this.aws, this.calls);
    this.sources.add(commit('a'), tree('a'));
    this.sources.add(commit('b'), tree('b'), { parents: [commit('a')] });
    this.sources.onPush = (branch, to) => void this.front.push(branch, to);
  }

  cloud(asked: string): FakeCloud {
    if (asked !== region) throw new TypeError(`nothing lives in ${asked}`);
    return this.seenCloud;
  }

  interrupt(): void {
    this.stopped = true;
    this.programs.interrupt();
  }

  interrupted(): boolean {
    return this.stopped;
  }

  async coordinationCommit(): Promise<string> {
    return commit('9');
  }

  variable(name: string): string | undefined {
    return this.variables[name];
  }

  async childEnvironment(_component: unknown, purpose: string): Promise<Record<string, string>> {
    return { PURPOSE: purpose };
  }

  /** What was written anywhere since the scene was set. */
  writes(): string[] {
    return this.calls.filter((call) => WRITES.includes(call));
  }
}

/** An order to deploy component `backend` at commit `b`. */
export function order(change: Partial<Order> = {}): Order {
  const component = resolvedComponent();
  return { run: 'run-9', component, pin: pin(), manifest: manifest(), dependencies: [], ...change };
}

function recorded<T extends object>(name: string, port: T, calls: string[]): T {
  return new Proxy(port, {
    get: (target, key) => {
      const found: unknown = Reflect.get(target, key);
      if (typeof found !== 'function') return found;
      return (...words: unknown[]): unknown => {
        calls.push(`${name}.${String(key)}`);
        return Reflect.apply(found, target, words);
      };
    },
  });
}
