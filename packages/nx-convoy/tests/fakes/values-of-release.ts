import type { RollbackFacts } from '../../src/decide/plan-rollback';
import { entryPath } from '../../src/model/entry-path';
import type {
  Hold,
  Occurrence,
  Receipt,
  Release,
  ReleasedComponent,
  ReleaseSummary,
  StoredStack,
} from '../../src/model/receipt';
import { commit, facts, liveState, pin, receipt, tree } from './values';

// Values around releases and going back to them, complete and valid by themselves; a test names only what it is about.

/** The component at commit and tree `a`, with nothing observed. */
export function releasedComponent(change: Partial<ReleasedComponent> = {}): ReleasedComponent {
  return {
    commit: commit('a'),
    tree: tree('a'),
    declaration: 'declaration-1',
    contentDigest: null,
    live: liveState(),
    outputs: {},
    carrier: null,
    stored: [],
    source: null,
    ...change,
  };
}

/** Before every receipt of values.ts. */
export function release(change: Partial<Release> = {}): Release {
  return {
    type: 'release',
    version: 1,
    world: 'sandbox',
    environment: 'dev',
    run: 'run-0',
    who: 'somebody@somewhere',
    startedAt: '2026-03-01T08:00:00.000Z',
    token: '',
    finishedAt: '2026-03-01T08:10:00.000Z',
    coordinationCommit: commit('9'),
    adopted: false,
    components: { backend: releasedComponent() },
    ...change,
  };
}

export function releaseSummary(change: Partial<ReleaseSummary> = {}): ReleaseSummary {
  const { run, finishedAt: at, who, adopted } = release();
  const components = { backend: { commit: commit('a'), tree: tree('a') } };
  return { run, at, who, adopted, components, entry: entryPath(release()), ...change };
}

/** A rollback of the component from `b` to `a`. */
export function rolledBack(change: Partial<Receipt> = {}): Receipt {
  return receipt({
    run: 'run-5',
    verb: 'rollback',
    outcome: 'rolled-back',
    startedAt: '2026-03-01T12:00:00.000Z',
    finishedAt: '2026-03-01T12:01:00.000Z',
    commit: commit('a'),
    tree: tree('a'),
    target: 'run-0',
    held: tree('b'),
    ...change,
  });
}

export function occurrence(what: Occurrence['what'], change: Partial<Occurrence> = {}): Occurrence {
  return {
    type: 'occurrence',
    version: 1,
    world: 'sandbox',
    environment: 'dev',
    run: 'run-6',
    who: 'somebody@somewhere',
    startedAt: '2026-03-01T13:00:00.000Z',
    token: '',
    what,
    ...change,
  };
}

export function hold(change: Partial<Hold> = {}): Hold {
  return {
    run: 'run-5',
    at: '2026-03-01T12:01:00.000Z',
    trees: { backend: tree('b') },
    failed: [],
    ...change,
  };
}

export const storedStack: StoredStack = {
  stack: 'main',
  bucket: 'kept',
  key: 'nx-convoy/dev/main/digest.json',
  digest: 'digest',
};

/** Facts of a component whose commit `b` is live and that goes back to `a`. */
export function rollbackFacts(change: Partial<RollbackFacts> = {}): RollbackFacts {
  return {
    ...facts({ pin: pin('a') }),
    target: releasedComponent(),
    liveMigrations: [],
    versionsExist: false,
    readers: [],
    isProduction: false,
    ...change,
  };
}
