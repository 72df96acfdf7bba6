const MOST_USES = 3;

/** Where files name what a statement takes away: `path:line`, the first few. Where the statement names nothing, everybody counts as a user. */
export function findUses(
  files: readonly { readonly path: string; readonly text: string }[],
  uses: readonly string[],
): string[] {
  // A column is what breaks, not every use of its table.
  const wanted = uses.at(-1)?.split('.').at(-1);
  if (wanted === undefined) return files.length === 0 ? [] : ['(it cannot be told what it uses)'];
  const word = new RegExp(`(?<![\\w$])${wanted.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w$])`, 'i');
  const found = files.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, index) => (word.test(line) ? [`${path}:${index + 1}`] : [])),
  );
  const more = found.length - MOST_USES;
  return [...found.slice(0, MOST_USES), ...(more > 0 ? [`and ${more} more places`] : [])];
}
