import type { ReleaseStory } from '../../model/publication';
import { storyLines } from './changelog-section';

/** Where the notes of a release are kept. */
export function notesPath(name: string): string {
  return `releases/${name}.md`;
}

/** The notes of a release: what it consists of and where each part was verified, then what it brings. */
export async function releaseNotes(story: ReleaseStory): Promise<string> {
  const head = ['component', 'commit', 'previous', 'verified', 'run'];
  const short = (commit: string | null): string => commit?.slice(0, 7) ?? '–';
  const rows = story.news.map(({ component, commit, before, verifiedAt, run }) => [
    component,
    short(commit),
    short(before),
    `${verifiedAt.slice(0, 16).replace('T', ' ')} UTC`,
    run,
  ]);
  return [`# ${story.name}`, '', ...table(head, rows), '', ...(await storyLines(story)), ''].join('\n');
}

function table(head: readonly string[], rows: readonly string[][]): string[] {
  const widths = head.map((cell, column) =>
    Math.max(cell.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)];
}
