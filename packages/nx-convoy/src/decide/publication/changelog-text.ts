const TITLE = '# Changelog\n\nWhat was released together, the newest first.\n';

/** The changelog with the section on top of the others. One that has the release already stays as it is, whatever became of the text. */
export function withSection(text: string | null, name: string, section: string): string {
  const known = text ?? TITLE;
  if (hasSection(known, name)) return known;
  const first = /^## /m.exec(known)?.index ?? known.length;
  const [above, below] = [known.slice(0, first).trimEnd(), known.slice(first)];
  return `${above}\n\n${section.trim()}\n${below === '' ? '' : `\n${below}`}`;
}

function hasSection(text: string, name: string): boolean {
  return text.split('\n').some((line) => {
    const [mark, title] = line.trim().split(/\s+/);
    return mark === '##' && title?.replace(/^\[|\]$/g, '') === name;
  });
}
