import { hideRanges, type Range } from './hide-ranges';
import { isOrdinaryValue, looksMadeUp, SECRET_WORDS } from '../../model/secret-names';

// NAME_TOKEN=value, --password value, "secret": "value", {\"secret\":\"value\"}, secret: value, <Password>value</Password>.
// The pattern goes up to the value only; where a value ends depends on how it is quoted, which code tells better.
const NAME = `(?:${SECRET_WORDS})(?:[_-]?\\d{1,2})?`;
const ASSIGNMENT = new RegExp(
  `${NAME}(?:["'\\\\\\]]{0,16}[ \\t]{0,16}(?<sign>=>|:=|[:=](?!=))[ \\t]{0,64}` +
    `|(?<=--[\\w-]{1,64})(?<flag>["']?,?[ \\t]{1,16})(?![\\s-])|(?<element>>)(?=[^<>]{1,4096}</))`,
  'gi',
);
const WHOLE_LINE = /^\s*(?:export\s+)?\w{0,64}$/;
const LONGEST_WORD = 1024;
const SHORTEST_OF_FIELD = 8;
const NAME_BEFORE = /[\w.-]/;

interface Assignment {
  readonly line: string;
  /** Where the name's last word begins. */
  readonly from: number;
  /** Where the value begins. */
  readonly at: number;
  readonly kind: 'equals' | 'colon' | 'arrow' | 'flag' | 'element';
  readonly spaced: boolean;
}

/** Hides the values of names that speak of secrets. */
export function hideAssignments(line: string): string {
  const ranges: Range[] = [];
  ASSIGNMENT.lastIndex = 0;
  for (let match = ASSIGNMENT.exec(line); match !== null; match = ASSIGNMENT.exec(line)) {
    const assignment = assignmentOf(line, match);
    const range = valueOf(assignment);
    if (range === null) continue;
    ranges.push(range);
    ASSIGNMENT.lastIndex = Math.max(range[1], assignment.at);
  }
  return hideRanges(line, ranges);
}

function assignmentOf(line: string, match: RegExpExecArray): Assignment {
  const at = match.index + match[0].length;
  const { sign, flag, element } = match.groups ?? {};
  const spaced = /\s$/.test(match[0]);
  const common = { line, from: match.index, at, spaced };
  if (element !== undefined) return { ...common, kind: 'element' };
  if (flag !== undefined) return { ...common, kind: 'flag' };
  if (sign === '=>') return { ...common, kind: 'arrow' };
  return { ...common, kind: sign === ':' ? 'colon' : 'equals' };
}

/** Where the value is; null: there is none, or it is no secret. */
function valueOf(assignment: Assignment): Range | null {
  const { line, at, kind } = assignment;
  if (kind === 'element') return unlessOrdinary(line, [at, line.indexOf('<', at)]);
  const quote = /^\\{0,15}["'`]/.exec(line.slice(at, at + 16))?.[0];
  if (quote !== undefined) {
    const begin = at + quote.length;
    return unlessOrdinary(line, [begin, closing(line, begin, quote)]);
  }
  if (kind === 'arrow') return null;
  const end = wordEnd(assignment);
  // No word of prose is that long. Where it ends is not looked for: a line of many names would be read again for each.
  if (end === null) return [at, line.length];
  const range = unlessOrdinary(line, [at, end]);
  return range === null || !isWordSecret(assignment, range) ? null : range;
}

function unlessOrdinary(line: string, [from, to]: Range): Range | null {
  return isOrdinaryValue(line.slice(from, to)) ? null : [from, to];
}

/** Where the quotation ends: at the same sign, escaped as often. A quotation that does not end goes on to the line's end. */
function closing(line: string, from: number, quote: string): number {
  const sign = quote.slice(-1);
  const depth = quote.length - 1;
  for (let at = line.indexOf(sign, from); at !== -1; at = line.indexOf(sign, at + 1)) {
    let slashes = 0;
    while (at - slashes > from && line[at - slashes - 1] === '\\') slashes += 1;
    // An escaped sign inside has twice as many, and one more.
    if (slashes % (2 * (depth + 1)) === depth) return at - depth;
  }
  return line.length;
}

/** Where an unquoted value ends; null: not within what is looked at. */
function wordEnd(assignment: Assignment): number | null {
  const { line, at } = assignment;
  const found = line.slice(at, at + LONGEST_WORD).search(separatorAfter(assignment));
  if (found !== -1) return at + found;
  return at + LONGEST_WORD < line.length ? null : line.length;
}

/** Variables of an environment may hold any sign; a line that is nothing but their assignment has no other than theirs. */
function separatorAfter({ line, from, at, kind }: Assignment): RegExp {
  const isVariable = kind === 'equals' && /^[^a-z]*$/.test(line.slice(from, at));
  if (!isVariable) return /[\s"'`,;&<>)}\]]/;
  return from < 80 && WHOLE_LINE.test(line.slice(0, from)) ? /\s/ : /[\s"'`\\]/;
}

/** Prose has colons and equals signs too: `token: the manifest names it`. */
function isWordSecret(assignment: Assignment, [at, to]: Range): boolean {
  const { line, from, kind, spaced } = assignment;
  if (kind === 'flag' || (kind === 'equals' && !spaced)) return true;
  const word = line.slice(at, to);
  if (kind === 'equals') return looksMadeUp(word) || line.slice(to).trim() === '';
  if (beginsAfterColon(assignment)) return false;
  // Last in the line, or in the quotation that the name is in too.
  const isLast = to + 16 >= line.length && /^(?:["'`\\].*|[\s,}\])]*)$/.test(line.slice(to));
  // `client_secret: value` is no prose, whatever follows.
  const isField = line[from - 1] === '_' && word.length >= SHORTEST_OF_FIELD;
  return looksMadeUp(word) || (spaced && (isLast || isField));
}

/** In `arn:aws:secretsmanager:…:secret:name` and `project:target` the word is part of a longer name. */
function beginsAfterColon({ line, from }: Assignment): boolean {
  let at = from;
  while (at > 0 && from - at < 128 && NAME_BEFORE.test(line.charAt(at - 1))) at -= 1;
  return line.charAt(at - 1) === ':';
}
