/** One line of a difference: in both, only in the old text, or only in the new one. `line` of the old text counts from 0. */
export type LineChange =
  | { readonly type: 'keep'; readonly text: string; readonly line: number }
  | { readonly type: 'drop'; readonly text: string; readonly line: number }
  | { readonly type: 'add'; readonly text: string };

/** What must be done to the old lines to make the new ones, as little as possible. For files of some thousand lines. */
export function lineDiff(old: readonly string[], changed: readonly string[]): LineChange[] {
  const common = commonLengths(old, changed);
  const changes: LineChange[] = [];
  let [left, right] = [0, 0];
  while (left < old.length || right < changed.length) {
    const [before, after] = [old[left], changed[right]];
    if (before !== undefined && before === after) {
      changes.push({ type: 'keep', text: before, line: left });
      left += 1;
      right += 1;
    } else if (
      before !== undefined &&
      (after === undefined || (common[left + 1]?.[right] ?? 0) >= (common[left]?.[right + 1] ?? 0))
    ) {
      changes.push({ type: 'drop', text: before, line: left });
      left += 1;
    } else {
      changes.push({ type: 'add', text: after ?? '' });
      right += 1;
    }
  }
  return changes;
}

/** Length of the longest common sequence of what follows each pair of places. */
function commonLengths(old: readonly string[], changed: readonly string[]): number[][] {
  const lengths = Array.from({ length: old.length + 1 }, () => new Array<number>(changed.length + 1).fill(0));
  for (let left = old.length - 1; left >= 0; left -= 1)
    for (let right = changed.length - 1; right >= 0; right -= 1) {
      const row = lengths[left];
      if (row === undefined) continue;
      row[right] =
        old[left] === changed[right]
          ? 1 + (lengths[left + 1]?.[right + 1] ?? 0)
          : Math.max(lengths[left + 1]?.[right] ?? 0, row[right + 1] ?? 0);
    }
  return lengths;
}

const CONTEXT = 2;

/** A difference as people know it: `-` and `+`, with two lines around each change. */
export function sayDiff(old: string, changed: string): string[] {
  const changes = lineDiff(old.split('\n'), changed.split('\n'));
  const isNear = (index: number): boolean =>
    changes.slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1).some(({ type }) => type !== 'keep');
  const signs = { keep: ' ', drop: '-', add: '+' } as const;
  return changes.flatMap(({ type, text }, index) =>
    isNear(index) ? [`${signs[type]} ${text}`.trimEnd()] : [],
  );
}
