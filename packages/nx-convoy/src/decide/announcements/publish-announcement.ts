import type { ReleaseStory } from '../../model/publication';
import { compareLink } from './compare-link';
import { slackLink, slackText } from './slack-text';

/** That a release was published, in Slack's markup: what changed since the one before. */
export function publishAnnouncement(
  { name, environment, run, previous, news }: ReleaseStory,
  who: string,
): string {
  const since = previous === null ? '' : `, after ${slackText(previous)}`;
  return [
    `🏷 *${slackText(environment)}*: ${slackText(name)} published${since} · ${slackText(who)} · run ${slackText(run)}`,
    ...news
      .filter(({ before, commit }) => before !== commit)
      .map(({ component, url, before, commit }) => {
        const text = before === null ? commit.slice(0, 7) : `${before.slice(0, 7)} → ${commit.slice(0, 7)}`;
        const address = compareLink(url, before, commit);
        return `• ${slackText(component)} ${address === null ? text : slackLink(address, text)}`;
      }),
  ].join('\n');
}
