/** The known name that a mistyped one was probably meant to be; null where none is near. */
export function nearest(value: string, known: Iterable<string>): string | null {
  const limit = value.length <= 4 ? 1 : value.length <= 8 ? 2 : 3;
  let closest: string | null = null;
  let least = limit + 1;
  for (const candidate of known) {
    const distance = editDistance(value.toLowerCase(), candidate.toLowerCase());
    if (distance < least && distance < candidate.length) [closest, least] = [candidate, distance];
  }
  return closest ?? uniqueExtension(value, known);
}

/** A name of which only the beginning was typed, as long as it is the only one. */
function uniqueExtension(value: string, known: Iterable<string>): string | null {
  const longer = [...known].filter((candidate) => value.length >= 3 && candidate.startsWith(value));
  return longer.length === 1 ? (longer[0] ?? null) : null;
}

/** Insertions, deletions, replacements and swaps of neighbours that turn one word into the other. */
function editDistance(left: string, right: string): number {
  let before: number[] = [];
  let last = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row += 1) {
    const next = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const same = left[row - 1] === right[column - 1];
      const swapped = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      const costs = [at(last, column) + 1, at(next, column - 1) + 1, at(last, column - 1) + (same ? 0 : 1)];
      if (row > 1 && column > 1 && swapped) costs.push(at(before, column - 2) + 1);
      next.push(Math.min(...costs));
    }
    [before, last] = [last, next];
  }
  return at(last, right.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
