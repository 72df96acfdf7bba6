import type { ComponentNews, ConfigChange, ReleaseStory } from '../../model/publication';
import { compareLink } from '../announcements/compare-link';
import { ComponentRenderer } from './component-renderer';
import { markdownLink } from './markdown-text';

const MOST_KEYS = 20;

/** What stands above a section, and tells whether there is one. */
export function sectionHeading({ name, at }: Pick<ReleaseStory, 'name' | 'at'>): string {
  return `## ${name} (${at.slice(0, 10)})`;
}

/** The section of a release in CHANGELOG.md, with its heading. */
export async function changelogSection(story: ReleaseStory): Promise<string> {
  return [sectionHeading(story), '', ...(await storyLines(story))].join('\n');
}

/** The same without the heading. */
export async function storyLines({ environment, run, previous, news }: ReleaseStory): Promise<string[]> {
  const isNew = (each: ComponentNews): boolean => each.before !== each.commit;
  const parts = await Promise.all(news.filter(isNew).map(componentLines));
  const others = news.filter((each) => !isNew(each)).map(({ component }) => component);
  const since = previous === null ? 'the first published release' : `after ${previous}`;
  return [
    `${environment}, run ${run}, ${since}.`,
    ...parts.flatMap((lines) => ['', ...lines]),
    ...(others.length === 0 ? [] : ['', `Unchanged: ${others.join(', ')}.`]),
  ];
}

async function componentLines(news: ComponentNews): Promise<string[]> {
  const { component, before, commit, url, changes, hasMore, migrations, config } = news;
  const short = (id: string): string => id.slice(0, 7);
  const move = before === null ? short(commit) : `${short(before)} → ${short(commit)}`;
  const rendered = (await new ComponentRenderer(news).render()).trim();
  const bound = `Only the newest ${changes.length} commits are listed; there are older ones.`;
  return [
    `### ${component}`,
    '',
    markdownLink(compareLink(url, before, commit), move),
    ...(rendered === '' ? ['', 'No commit of its own.'] : ['', ...rendered.split('\n')]),
    ...(hasMore ? ['', bound] : []),
    ...list('Migrations', migrations),
    ...list('Configuration', config.map(configLine)),
  ];
}

function list(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', `#### ${title}`, '', ...lines.map((line) => `- ${line}`)];
}

function configLine({ file, keys }: ConfigChange): string {
  if (keys === null) return `\`${file}\``;
  const shown = keys.slice(0, MOST_KEYS).map((key) => `\`${key}\``);
  const more = keys.length > MOST_KEYS ? `, and ${keys.length - MOST_KEYS} more` : '';
  return `\`${file}\`: ${shown.join(', ')}${more}`;
}
