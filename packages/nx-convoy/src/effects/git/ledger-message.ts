import type { LedgerEntry } from '../../model/receipt';

/** The message of a commit, so that `git log` of the branch reads like a deploy log. */
export function ledgerMessage(entries: readonly LedgerEntry[]): string {
  const subjects = entries.map(subjectOf);
  const [only = '', ...others] = subjects;
  const components = [...new Set(entries.map((entry) => entry.component))].join(', ');
  const headline =
    others.length === 0 ? [only] : [`${entries.length} entries: ${components}`, '', ...subjects];
  return [...headline, '', ...trailers(entries), ''].join('\n');
}

function subjectOf(entry: LedgerEntry): string {
  const commit = short(entry.commit);
  if (entry.type === 'started') return `${entry.component}: started ${commit}`;
  if (entry.outcome === 'failed' || entry.outcome === 'interrupted')
    return `${entry.component}: ${entry.verb} ${entry.outcome} at ${commit}`;
  const what = entry.verb === 'verify' ? 'looked at' : entry.outcome;
  return `${entry.component}: ${what} ${commit} (${entry.verdict === null ? 'not verified' : `verified ${entry.verdict}`})`;
}

function trailers(entries: readonly LedgerEntry[]): string[] {
  const lines = entries.flatMap((entry) => [
    `Run: ${entry.run}`,
    `Who: ${oneLine(entry.who)}`,
    ...(entry.type === 'receipt' && entry.from !== null ? [`From: ${entry.from.commit}`] : []),
    `To: ${entry.commit}`,
    `World: ${entry.world}`,
  ]);
  return [...new Set(lines)];
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function short(commit: string): string {
  return commit.slice(0, 7);
}
