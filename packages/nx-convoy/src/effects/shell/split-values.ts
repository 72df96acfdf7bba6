import type { Range } from './hide-ranges';
import type { KnownValues } from './known-values';

/** A beginning of this length at the end of a line is hidden even though nobody knows yet how it goes on. */
const SURE_BEGINNING = 6;
const SHORTEST_BEGINNING = 4;
const SHORTEST_MIDDLE = 4;

interface Begun {
  readonly spelling: string;
  /** How much of it the lines before have shown or hidden. */
  readonly length: number;
}

/** Known values that a line break cuts apart, as wrapped text has them: one for each stream. */
export class SplitValues {
  private begun: readonly Begun[] = [];

  constructor(private readonly known: KnownValues) {}

  /** Where in the line a value goes on that the line before began, and where one begins that the next line may end. */
  ranges(line: string): Range[] {
    const ranges: Range[] = [];
    const begun = [...this.goOn(line, ranges), ...this.begin(line, ranges)];
    this.begun = begun;
    return ranges;
  }

  private goOn(line: string, ranges: Range[]): Begun[] {
    if (this.begun.length === 0) return [];
    const body = line.trim();
    const indent = line.length - line.trimStart().length;
    const further: Begun[] = [];
    for (const { spelling, length } of this.begun) {
      const rest = spelling.slice(length);
      if (line.startsWith(rest, indent)) ranges.push([indent, indent + rest.length]);
      else if (rest.startsWith(body) && isMiddle(body, length)) {
        ranges.push([indent, indent + body.length]);
        further.push({ spelling, length: length + body.length });
      }
    }
    return further;
  }

  private begin(line: string, ranges: Range[]): Begun[] {
    const text = line.trimEnd();
    const last = text.at(-1);
    if (last === undefined) return [];
    const begun: Begun[] = [];
    for (const spelling of this.known.spellings) {
      for (let at = spelling.indexOf(last); at !== -1; at = spelling.indexOf(last, at + 1)) {
        const length = at + 1;
        if (length === spelling.length || !endsWithBeginning(text, spelling, length)) continue;
        begun.push({ spelling, length });
        if (length >= sureLength(spelling)) ranges.push([text.length - length, text.length]);
      }
    }
    return begun;
  }
}

function isMiddle(body: string, length: number): boolean {
  return body.length >= SHORTEST_MIDDLE || (body !== '' && length >= SURE_BEGINNING);
}

function endsWithBeginning(text: string, spelling: string, length: number): boolean {
  // Most candidates end here, before a string is cut out for them.
  if (length > 1 && text[text.length - 2] !== spelling[length - 2]) return false;
  return length <= text.length && text.endsWith(spelling.slice(0, length));
}

function sureLength(spelling: string): number {
  return Math.min(SURE_BEGINNING, Math.max(SHORTEST_BEGINNING, Math.ceil(spelling.length / 2)));
}
