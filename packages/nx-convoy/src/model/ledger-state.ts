import { entryPath } from './entry-path';
import type { PublishedRelease } from './published-release';
import type {
  ComponentRecord,
  Hold,
  LedgerEntry,
  LedgerState,
  Occurrence,
  Pass,
  Receipt,
  Release,
  ReleaseSummary,
  Started,
  WorldName,
} from './receipt';

const NOTHING: ComponentRecord = { started: null, last: null, verified: null, passed: [] };
/** How far back the state lists; older entries stay in the history. */
const MOST_RELEASES = 100;
const MOST_PASSES = 30;

/** The ledger of an environment that was never deployed. */
export function emptyLedger(world: WorldName, environment: string): LedgerState {
  return {
    version: 1,
    world,
    environment,
    components: {},
    releases: [],
    published: [],
    hold: null,
    rollback: null,
  };
}

/** The state after entries: what began, what ended, what was last verified, which releases there are. */
export function applyEntries(state: LedgerState, entries: readonly LedgerEntry[]): LedgerState {
  return entries.reduce(applyEntry, state);
}

function applyEntry(state: LedgerState, entry: LedgerEntry): LedgerState {
  switch (entry.type) {
    case 'started':
      return { ...withRecord(state, entry), rollback: rollbackAfter(state, entry) };
    case 'receipt':
      return { ...withRecord(state, entry), hold: holdAfter(state, entry) };
    case 'release':
      return withRelease(state, entry);
    case 'occurrence':
      return afterOccurrence(state, entry);
  }
}

function withRecord(state: LedgerState, entry: Started | Receipt): LedgerState {
  const record = recordAfter(state.components[entry.component] ?? NOTHING, entry);
  return { ...state, components: { ...state.components, [entry.component]: record } };
}

function recordAfter(record: ComponentRecord, entry: Started | Receipt): ComponentRecord {
  if (entry.type === 'started') return { ...record, started: newerAttempt(record.started, entry) };
  return {
    started: isEndedBy(record.started, entry) ? null : record.started,
    last: newer(record.last, entry, record.started),
    verified: isVerified(entry) ? newer(record.verified, entry, record.started) : record.verified,
    passed: passesAfter(record.passed, entry),
  };
}

/** A rollback is open from its first effect until the whole set is back, or until a deploy begins instead. */
function rollbackAfter(state: LedgerState, { verb, run, target }: Started): LedgerState['rollback'] {
  if (verb !== 'rollback' || target === null) return null;
  if (state.rollback?.target === target) return state.rollback;
  const failed = Object.entries(state.components)
    .filter(([, record]) => record.started !== null || record.last?.verdict !== 'passed')
    .map(([name]) => name);
  return { run, target, failed };
}

/** What was rolled back is held from its own receipt on: a rollback that stops in the middle holds what it has undone. */
function holdAfter({ hold, rollback }: LedgerState, receipt: Receipt): Hold | null {
  const { held, component, outcome, run, finishedAt: at } = receipt;
  if (outcome !== 'rolled-back' || held === null) return hold;
  return { run, at, trees: { ...hold?.trees, [component]: held }, failed: rollback?.failed ?? [] };
}

/** An attempt that is delivered late is history. */
function newerAttempt(known: Started | null, entry: Started): Started {
  if (known === null) return entry;
  return Date.parse(entry.startedAt) < Date.parse(known.startedAt) ? known : entry;
}

/** An attempt ends with its own receipt, or with that of a later run that did the work. Looking at it (verify) does not end another's. */
function isEndedBy(started: Started | null, receipt: Receipt): boolean {
  if (started === null || started.run === receipt.run) return true;
  return receipt.verb !== 'verify' && Date.parse(started.startedAt) < Date.parse(receipt.startedAt);
}

/** A receipt that arrives late is history; it never becomes current over a newer one, nor over an attempt that began after it. */
function newer(known: Receipt | null, receipt: Receipt, started: Started | null): Receipt | null {
  const isOver =
    receipt.late &&
    started !== null &&
    started.run !== receipt.run &&
    Date.parse(started.startedAt) > Date.parse(receipt.startedAt);
  if (isOver) return known;
  if (known === null) return receipt;
  return Date.parse(receipt.finishedAt) < Date.parse(known.finishedAt) ? known : receipt;
}

function isVerified(receipt: Receipt): boolean {
  return receipt.verdict === 'passed' && ['deployed', 'unchanged', 'rolled-back'].includes(receipt.outcome);
}

function passesAfter(passed: readonly Pass[], receipt: Receipt): Pass[] {
  if (!isVerified(receipt) || receipt.source !== null) return [...passed];
  const { commit, tree, run, finishedAt: at } = receipt;
  return [{ commit, tree, run, at }, ...passed.filter((pass) => pass.tree !== tree)].slice(0, MOST_PASSES);
}

function withRelease(state: LedgerState, release: Release): LedgerState {
  if (isUndone(state, release)) return state;
  const { run, who, adopted, finishedAt: at } = release;
  const components = Object.fromEntries(
    Object.entries(release.components).map(([name, { commit, tree }]) => [name, { commit, tree }]),
  );
  const summary: ReleaseSummary = { run, at, who, adopted, components, entry: entryPath(release) };
  const others = state.releases.filter((each) => each.run !== run);
  const releases = [...others, summary].sort((left, right) => Date.parse(left.at) - Date.parse(right.at));
  return { ...state, releases: releases.slice(-MOST_RELEASES), hold: null, rollback: null };
}

/** A release whose last word was delivered only after it had been rolled back is history: going back to it would be going forward. */
function isUndone({ components }: LedgerState, { finishedAt, components: released }: Release): boolean {
  return Object.entries(released).some(([name, { tree }]) => {
    const last = components[name]?.last ?? null;
    const wentBack = last !== null && last.target !== null && last.tree !== tree;
    return wentBack && Date.parse(last.startedAt) > Date.parse(finishedAt);
  });
}

function afterOccurrence(state: LedgerState, { what }: Occurrence): LedgerState {
  switch (what.kind) {
    case 'unlocked':
    case 'flag-begun':
    case 'flag-set':
    case 'sql-begun':
    case 'sql-done':
      return state;
    case 'published':
      return { ...state, published: publishedAfter(state.published, what.release) };
    case 'hold-released':
      return { ...state, hold: null };
    case 'rolled-back':
      return { ...state, releases: upTo(state.releases, what.target), rollback: null };
  }
}

/** Each once, where it was published first: saying it again after half of it was pushed changes nothing. */
function publishedAfter(known: readonly PublishedRelease[], release: PublishedRelease): PublishedRelease[] {
  if (known.some(({ name }) => name === release.name)) return [...known];
  return [...known, release].slice(-MOST_RELEASES);
}

/** What came after the release that is live again is undone: a second rollback goes further back, not forward. */
function upTo(releases: readonly ReleaseSummary[], target: string): ReleaseSummary[] {
  const index = releases.findIndex((release) => release.run === target);
  return index === -1 ? [...releases] : releases.slice(0, index + 1);
}
