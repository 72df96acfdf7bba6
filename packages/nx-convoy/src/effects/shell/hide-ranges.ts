/** What stands in place of a secret. */
export const HIDDEN = '***';

/** From (inclusive) and to (exclusive) in a text. */
export type Range = readonly [from: number, to: number];

/** The text with every range hidden; ranges that meet are hidden as one. */
export function hideRanges(text: string, ranges: readonly Range[]): string {
  if (ranges.length === 0) return text;
  let shown = '';
  let end = 0;
  let hiddenTo = -1;
  for (const [from, to] of [...ranges].sort(([left], [right]) => left - right)) {
    if (from > hiddenTo) shown += text.slice(end, from) + HIDDEN;
    hiddenTo = Math.max(hiddenTo, to);
    end = hiddenTo;
  }
  return shown + text.slice(end);
}
