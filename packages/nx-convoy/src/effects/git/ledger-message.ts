import type { LedgerEntry, Occurrence, Receipt, Release, Started } from '../../model/receipt';
import { unreachable } from '../../model/unreachable';

/** The message of a commit, so that `git log` of the branch reads like a deploy log. */
export function ledgerMessage(entries: readonly LedgerEntry[]): string {
  const subjects = entries.map(subjectOf);
  const [only = '', ...others] = subjects;
  const about = [...new Set(entries.map(aboutOf))].join(', ');
  const headline = others.length === 0 ? [only] : [`${entries.length} entries: ${about}`, '', ...subjects];
  return [...headline, '', ...trailers(entries), ''].join('\n');
}

function aboutOf(entry: LedgerEntry): string {
  switch (entry.type) {
    case 'started':
    case 'receipt':
      return entry.component;
    case 'release':
      return 'release';
    case 'occurrence':
      return entry.what.kind;
  }
}

function subjectOf(entry: LedgerEntry): string {
  switch (entry.type) {
    case 'started':
      return startedSubject(entry);
    case 'receipt':
      return receiptSubject(entry);
    case 'release':
      return releaseSubject(entry);
    case 'occurrence':
      return occurrenceSubject(entry);
    default:
      return unreachable(entry);
  }
}

function startedSubject({ component, verb, commit }: Started): string {
  return verb === 'rollback'
    ? `${component}: rollback to ${short(commit)} started`
    : `${component}: started ${short(commit)}`;
}

function receiptSubject(entry: Receipt): string {
  const { component, verb, outcome, verdict, late } = entry;
  const commit = short(entry.commit);
  const after = late ? ' (delivered late)' : '';
  if (outcome === 'failed' || outcome === 'interrupted')
    return `${component}: ${verb} ${outcome} at ${commit}${after}`;
  const what = verb === 'verify' ? 'looked at' : outcome === 'rolled-back' ? 'rolled back to' : outcome;
  return `${component}: ${what} ${commit} (${verdict === null ? 'not verified' : `verified ${verdict}`})${after}`;
}

function releaseSubject({ adopted, components }: Release): string {
  const count = Object.keys(components).length;
  const what = count === 1 ? '1 component' : `${count} components`;
  return adopted ? `release: ${what} taken over as found` : `release: ${what} verified`;
}

function occurrenceSubject({ what }: Occurrence): string {
  switch (what.kind) {
    case 'unlocked':
      return `unlocked: ${oneLine(what.reason)}`;
    case 'hold-released':
      return `hold released: ${oneLine(what.reason)}`;
    case 'rolled-back':
      return `rolled back to the release of run ${what.target}`;
    case 'flag-begun':
    case 'flag-set':
      return flagSubject(what);
    case 'sql-begun':
    case 'sql-done':
      return writingSubject(what);
    case 'published':
      return `published as ${what.release.name}`;
    default:
      return unreachable(what);
  }
}

type Writing = Extract<Occurrence['what'], { kind: 'sql-begun' | 'sql-done' }>;

function writingSubject({ kind, component, statements, reason, outcome }: Writing): string {
  const what = kind === 'sql-begun' ? 'writing' : (outcome ?? '');
  return `sql on ${component} ${what}: ${statements.map(oneLine).join(', ').slice(0, 80)}: ${oneLine(reason)}`;
}

type FlagChange = Extract<Occurrence['what'], { kind: 'flag-begun' | 'flag-set' }>;

function flagSubject({ kind, flag, before, after, reason }: FlagChange): string {
  const what = kind === 'flag-begun' ? 'setting' : 'set';
  const why = reason === '' ? '' : `: ${oneLine(reason)}`;
  return `flag ${flag} ${what} from ${before ?? 'nothing'} to ${after ?? 'nothing'}${why}`;
}

function trailers(entries: readonly LedgerEntry[]): string[] {
  const lines = entries.flatMap((entry) => [
    `Run: ${entry.run}`,
    `Who: ${oneLine(entry.who)}`,
    ...placesOf(entry),
    `World: ${entry.world}`,
  ]);
  return [...new Set(lines)];
}

function placesOf(entry: LedgerEntry): string[] {
  switch (entry.type) {
    case 'started':
    case 'receipt': {
      const target = entry.target === null ? [] : [`Release: ${entry.target}`];
      const from = entry.from === null ? [] : [`From: ${entry.from.commit}`];
      return [...from, `To: ${entry.commit}`, ...target];
    }
    case 'release':
      return Object.entries(entry.components).map(([name, { commit }]) => `Live: ${name} ${commit}`);
    case 'occurrence':
      return entry.what.kind === 'unlocked' ? [`From: ${oneLine(entry.what.holder)}`] : [];
  }
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function short(commit: string): string {
  return commit.slice(0, 7);
}
