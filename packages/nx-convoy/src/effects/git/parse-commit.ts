import type { CommittedChange } from '../../model/committed-change';

export type CommitWords = Pick<CommittedChange, 'type' | 'scope' | 'description' | 'breaking' | 'reverts'>;

// The specification of Conventional Commits 1.0. Why this is no library: docs/decisions/0013.
const HEADER = /^(?<type>[A-Za-z][\w-]*)(?:\((?<scope>[^()]*)\))?(?<mark>!)?: +(?<description>.+)$/;
const BREAKING = /^BREAKING[ -]CHANGE: *(?<text>.*)$/;
const FOOTER = /^(?:[A-Za-z][A-Za-z-]*|BREAKING CHANGE)(?:: | #)/;
const REVERTS = /^This reverts commit (?<commit>[0-9a-f]{7,40})\b/m;

/** What a commit message says by the rules of Conventional Commits; one that follows none is its first line. */
export function parseCommit(message: string): CommitWords {
  const [first = '', ...lines] = message.trim().split(/\r?\n/);
  const { type, scope, mark, description = first.trim() } = HEADER.exec(first)?.groups ?? {};
  return {
    type: type?.toLowerCase() ?? null,
    scope: scope ?? null,
    description,
    breaking: breakingNote(lines) ?? (mark === undefined ? null : description),
    reverts: REVERTS.exec(lines.join('\n'))?.groups?.['commit'] ?? null,
  };
}

/** A note goes on to the next footer. */
function breakingNote(lines: readonly string[]): string | null {
  const start = lines.findIndex((line) => BREAKING.test(line));
  if (start === -1) return null;
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => FOOTER.test(line));
  const first = BREAKING.exec(lines[start] ?? '')?.groups?.['text'] ?? '';
  return [first, ...(end === -1 ? rest : rest.slice(0, end))].join('\n').trim();
}
