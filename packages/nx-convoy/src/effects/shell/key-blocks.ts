import { HIDDEN, hideRanges, type Range } from './hide-ranges';

// `-----BEGIN RSA PRIVATE KEY-----`; the old form of SSH has four dashes and spaces, URL-encoded text has + or %20.
const BEGIN = edge('BEGIN');
const END = edge('END');

/** Lines of others may stand between those of a block; after so many without a body its end is not coming. */
const MOST_FOREIGN_LINES = 8;
/** A line of a body has 64 or 76 signs, only its last one has fewer. */
const SHORTEST_BODY = 32;
const BASE64 = /[A-Za-z0-9+/=]/;
const MIXED = /^(?=.*[a-z])(?=.*[A-Z])/;
const HEADER = /^\s*(?:Proc-Type|DEK-Info|Comment|Subject|Version|Hash|X-[\w-]+): /;

/** Hides PEM blocks, over all their lines: one for each stream. */
export class KeyBlocks {
  private isInside = false;
  private foreign = 0;

  hide(line: string): string {
    const ranges: Range[] = [];
    if (this.isInside) {
      const end = find(END, line, 0);
      if (end === null && find(BEGIN, line, 0) === null) return this.hideInside(line);
      this.isInside = false;
      if (end !== null) ranges.push([0, end[1]]);
    }
    let begin = find(BEGIN, line, ranges[0]?.[1] ?? 0);
    while (begin !== null) {
      const end = find(END, line, begin[1]);
      ranges.push([begin[0], end?.[1] ?? line.length]);
      this.isInside = end === null;
      this.foreign = 0;
      begin = end === null ? null : find(BEGIN, line, end[1]);
    }
    return hideRanges(line, ranges);
  }

  private hideInside(line: string): string {
    const word = lastWord(line);
    const isBody = (word.length >= SHORTEST_BODY && MIXED.test(word)) || HEADER.test(line);
    this.foreign = isBody ? 0 : this.foreign + 1;
    if (this.foreign >= MOST_FOREIGN_LINES) this.isInside = false;
    // Whatever ends like base64 may be the last line of the body, which can have any length.
    return isBody || (word !== '' && word.length < SHORTEST_BODY) ? HIDDEN : line;
  }
}

function edge(word: string): RegExp {
  return new RegExp(`-{4,5} ?${word}(?: |\\+|%20)[A-Z0-9 +%]{1,80}-{4,5}`, 'g');
}

function find(pattern: RegExp, line: string, from: number): Range | null {
  pattern.lastIndex = from;
  const match = pattern.exec(line);
  return match === null ? null : [match.index, match.index + match[0].length];
}

/** What of the line's end could be base64; a line break that is written out is not part of it. */
function lastWord(line: string): string {
  const text = line.replace(/\\[nr]/g, ' ');
  let end = text.length;
  while (end > 0 && !BASE64.test(text.charAt(end - 1))) end -= 1;
  let begin = end;
  while (begin > 0 && BASE64.test(text.charAt(begin - 1))) begin -= 1;
  return text.slice(begin, end);
}
