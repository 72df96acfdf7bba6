import type { CommitParser } from 'conventional-commits-parser';
import type { CommittedChange } from '../../model/committed-change';

export type CommitWords = Pick<CommittedChange, 'type' | 'scope' | 'description' | 'breaking' | 'reverts'>;

// `!` is in the specification of Conventional Commits, not in the parser's defaults.
const OPTIONS = {
  headerPattern: /^(\w+)(?:\(([^()]*)\))?!?: (.*)$/,
  breakingHeaderPattern: /^(\w+)(?:\(([^()]*)\))?!: (.*)$/,
  noteKeywords: ['BREAKING CHANGE', 'BREAKING-CHANGE'],
};

let parser: Promise<CommitParser> | null = null;

/** What a commit message says by the rules of Conventional Commits; one that follows none is its first line. */
export async function parseCommit(message: string): Promise<CommitWords> {
  const text = message.trim();
  if (text === '') return { type: null, scope: null, description: '', breaking: null, reverts: null };
  const { type, scope, subject, notes, revert } = (await open()).parse(text);
  const breaking = notes.map((note) => note.text.trim()).join('\n\n');
  return {
    type: type?.toLowerCase() ?? null,
    scope: scope ?? null,
    description: subject ?? text.split('\n')[0] ?? '',
    breaking: notes.length === 0 ? null : breaking,
    reverts: revert?.['hash'] ?? null,
  };
}

/** A module of the new kind: it can only be loaded when it is needed. */
function open(): Promise<CommitParser> {
  parser ??= import('conventional-commits-parser').then((library) => new library.CommitParser(OPTIONS));
  return parser;
}
