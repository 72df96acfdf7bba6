import { createLease } from '../../src/effects/lease';
import type { ShellRequest } from '../../src/effects/ports';
import type { Order } from '../../src/flows/order';
import type { World } from '../../src/flows/world';
import type { LedgerEntry } from '../../src/model/receipt';
import { NO_FLAGS, type RunFlags } from '../../src/model/run-flags';
import { FakeAnnouncements } from './fake-announcements';
import { FakeArtefacts } from './fake-artefacts';
import { FakeCloud } from './fake-cloud';
import { FakeCoordination } from './fake-coordination';
import { FakeDatabases } from './fake-databases';
import { FakeDisk } from './fake-disk';
import { FakeJournal } from './fake-journal';
import { FakeLeaseStamps } from './fake-lease-stamps';
import { FakeLedger, FakeLedgerRemote } from './fake-ledger';
import { FakeLocks } from './fake-locks';
import { FakeLogs } from './fake-logs';
import { FakeOutbox } from './fake-outbox';
import { FakeOutput } from './fake-output';
import { FakePages } from './fake-pages';
import type { FakeRemote } from './fake-remote';
import { FakeRepos } from './fake-repos';
import { FakeQuestions } from './fake-questions';
import { FakeScratch } from './fake-scratch';
import { FakeShell, type FakeProgram } from './fake-shell';
import { createSqlParser } from '../../src/effects/sql/sql-parser';
import { FakeHistory } from './fake-history';
import { FakeMerges } from './fake-merges';
import { FakeTags } from './fake-tags';
import { FakeBrowser } from './fake-browser';
import { FakeWatch } from './fake-watch';
import { FakeWeb } from './fake-web';
import { account, commit, manifest, pin, region, resolvedComponent, TREE_FILE } from './values';
import { VirtualClock } from './virtual-clock';

/** Calls that leave something behind; a flow that only looks makes none of them. */
const WRITES = [
  'repos.push',
  'edits.edit',
  'merges.move',
  'tags.make',
  'tags.push',
  'repos.worktree',
  'ledger.append',
  'ledger.close',
  'cloud.updateStack',
  'cloud.deleteStack',
  'cloud.continueRollback',
  'cloud.keepObject',
  'cloud.setParameter',
  'pages.rollback',
  'locks.breakLock',
  'outbox.keep',
  'cloud.publishVersion',
  'cloud.moveAlias',
  'cloud.setLayers',
  'watch.putAlarm',
  'pages.build',
  'shell.run',
  'journal.note',
  'journal.report',
  'artefacts.markPrepared',
  'artefacts.restore',
  'artefacts.keep',
];

interface AddedCommit {
  /** Letters of the commits before it. */
  readonly parents?: readonly string[];
  readonly tree?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly subject?: string;
}

/** A world of fakes on a virtual clock. `calls` names every call that went through a port, in order. */
export class FakeWorld implements World {
  readonly name = 'sandbox';
  readonly plugin = '1.0.0';
  readonly who = 'somebody@somewhere';
  readonly calls: string[] = [];
  readonly variables: Record<string, string> = {};
  /** What each command does. */
  program: (request: ShellRequest) => FakeProgram | null = () => ({});

  // The fakes themselves, to set the scene and to look at it.
  readonly time = new VirtualClock();
  readonly aws: FakeCloud;
  readonly front = new FakePages(['front']);
  readonly sites = new FakeWeb();
  readonly window = new FakeBrowser();
  readonly slack = new FakeAnnouncements();
  readonly programs = new FakeShell((request) => this.program(request));
  readonly disk = new FakeDisk();
  readonly sources = new FakeRepos(this.disk);
  /** Where the repository of every component really is. */
  readonly remote: FakeRemote = this.sources.remote(resolvedComponent().repo);
  readonly records = new FakeLedgerRemote();
  readonly stamps = new FakeLeaseStamps(() => this.time.now());
  readonly receipts = new FakeLedger(this.records, { stamps: this.stamps });
  readonly keepers = new FakeLocks(this.records, { now: () => this.time.now() });
  readonly late = new FakeOutbox();
  readonly home = new FakeCoordination();
  readonly instances = new FakeDatabases();
  readonly written = new FakeLogs(() => Date.parse(this.time.now()));
  readonly cloudWatch = new FakeWatch(() => this.time.now());
  readonly workshop = new FakeArtefacts(this.disk);
  readonly notes = new FakeJournal();

  // The same, as flows see them.
  readonly clock = this.time;
  readonly repos = recorded('repos', this.sources, this.calls);
  readonly edits = recorded('edits', this.sources, this.calls);
  readonly merges = recorded('merges', new FakeMerges(this.sources), this.calls);
  readonly history = recorded('history', new FakeHistory(this.sources), this.calls);
  readonly labels = new FakeTags(this.sources);
  readonly tags = recorded('tags', this.labels, this.calls);
  readonly ledger = recorded('ledger', this.receipts, this.calls);
  readonly pages = recorded('pages', this.front, this.calls);
  readonly shell = recorded('shell', this.programs, this.calls);
  readonly web = recorded('web', this.sites, this.calls);
  readonly browser = this.window;
  /** The real one: it asks nobody. */
  readonly sql = createSqlParser();
  readonly scratch = new FakeScratch();
  readonly questions = new FakeQuestions();
  readonly announcements = recorded('announcements', this.slack, this.calls);
  readonly journal = recorded('journal', this.notes, this.calls);
  readonly artefacts = recorded('artefacts', this.workshop, this.calls);
  readonly output = new FakeOutput();
  readonly locks = recorded('locks', this.keepers, this.calls);
  readonly outbox = recorded('outbox', this.late, this.calls);
  readonly coordination = recorded('coordination', this.home, this.calls);
  /** As a person would give them. */
  flags: RunFlags = NO_FLAGS;
  /** The real one, of one run: what is lost or freed stays so. */
  lease = this.leaseOf('run-9');
  private readonly seenCloud: FakeCloud;
  private readonly seenWatch = recorded('watch', this.cloudWatch, this.calls);
  private stopped = false;

  constructor(identity = account) {
    this.aws = new FakeCloud(region, identity, () => this.time.now());
    this.seenCloud = recorded('cloud', this.aws, this.calls);
    this.addCommit('a');
    this.addCommit('b', { parents: ['a'] });
    this.remote.onPush = (branch, to) => void this.front.push(branch, to);
  }

  /** Adds a commit of a letter to the remote; its tree is that of the letter too, unless another is named. */
  addCommit(letter: string, more: AddedCommit = {}): void {
    const { parents = [], tree = letter, files = {}, subject = `change ${letter}` } = more;
    this.remote.commits.set(commit(letter), {
      parents: parents.map(commit),
      subject,
      files: { [TREE_FILE]: tree, ...files },
    });
  }

  /** Where a branch is at the remote; null where there is none. */
  head(branch: string): string | null {
    return this.remote.refs.get(`refs/heads/${branch}`) ?? null;
  }

  moveBranch(branch: string, to: string): void {
    this.remote.refs.set(`refs/heads/${branch}`, to);
  }

  /** As `prepare` leaves it: a worktree and its marker. */
  async makePrepared(component = 'backend', letter = 'b'): Promise<void> {
    const { repo, url } = resolvedComponent();
    await this.sources.ensure({ name: repo, url }, commit(letter));
    await this.sources.worktree(
      { name: repo, url },
      commit(letter),
      this.workshop.folder(component, commit(letter)),
    );
    await this.workshop.markPrepared(component, commit(letter), 'key');
  }

  /** What the ledger of `dev` has, in order. */
  entries(): LedgerEntry[] {
    return this.receipts.entries('dev');
  }

  get lines(): string[] {
    return this.output.lines;
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

  databases(asked: string): FakeDatabases {
    if (asked !== region) throw new TypeError(`nothing lives in ${asked}`);
    return this.instances;
  }

  logs(asked: string): FakeLogs {
    if (asked !== region) throw new TypeError(`nothing lives in ${asked}`);
    return this.written;
  }

  watch(asked: string): FakeWatch {
    if (asked !== region) throw new TypeError(`nothing lives in ${asked}`);
    return this.seenWatch;
  }

  /** The lock of another run on the same remote, with what its processes know. */
  leaseOf(run: string, stamps = this.stamps) {
    const claim = {
      run,
      who: this.who,
      host: 'somewhere',
      since: this.time.now(),
      machine: null,
      processes: [],
    };
    const waitSeconds = this.flags.waitForLock;
    const onWait = (): void => {};
    return createLease({ locks: this.locks, stamps, clock: this.time, claim, waitSeconds, onWait });
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
  return {
    run: 'run-9',
    component,
    pin: pin(),
    manifest: manifest(),
    dependencies: [],
    elsewhere: [],
    source: null,
    overwritesSource: false,
    proven: null,
    alarmsBefore: null,
    series: null,
    ...change,
  };
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
