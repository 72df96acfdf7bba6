import DefaultChangelogRenderer, { type ChangelogChange } from 'nx/release/changelog-renderer';
import type { CommittedChange } from '../../model/committed-change';
import type { ComponentNews } from '../../model/publication';
import { commitLink } from '../announcements/compare-link';
import { markdownLink, markdownText } from './markdown-text';

type Config = ConstructorParameters<typeof DefaultChangelogRenderer>[0];

const TITLES = { feat: 'Features', fix: 'Fixes', perf: 'Performance', revert: 'Taken back', other: 'Others' };

/**
 * What was committed to one component, by the renderer of `nx release`: groups by type, breaking changes with their explanation, what was taken back
 * within the release left out, people without programs. A component's commits are in a repository of its own, so the links are ours.
 */
export class ComponentRenderer extends DefaultChangelogRenderer {
  constructor(private readonly news: ComponentNews) {
    super({
      changes: news.changes.map((change) => changeOf(change, news.component)),
      changelogEntryVersion: news.component,
      project: news.component,
      entryWhenNoChanges: false,
      isVersionPlans: false,
      changelogRenderOptions: { authors: true, applyUsernameToAuthors: false, commitReferences: false },
      conventionalCommitsConfig: { types: typesOf(TITLES) } as Config['conventionalCommitsConfig'],
      // It would ask a host about people and pull requests.
      remoteReleaseClient: { getRemoteRepoData: () => null } as unknown as Config['remoteReleaseClient'],
    });
  }

  /** The heading of the component is written by whoever has the whole story. */
  protected override renderVersionTitle(): string {
    return '';
  }

  protected override renderChangesByType(): string[] {
    return super.renderChangesByType().map(oneLower);
  }

  protected override renderBreakingChanges(): string[] {
    const [, ...lines] = super.renderBreakingChanges();
    return ['#### Breaking changes', ...lines];
  }

  protected override async renderAuthors(): Promise<string[]> {
    const people = (await super.renderAuthors()).filter((line) => line.startsWith('- '));
    return people.length === 0 ? [] : ['#### Authors', '', ...people];
  }

  protected override formatChange(change: ChangelogChange): string {
    const commit = change.shortHash ?? '';
    const link = markdownLink(commitLink(this.news.url, commit), commit.slice(0, 7));
    return `${super.formatChange(change)} (${link})`;
  }
}

function changeOf(change: CommittedChange, component: string): ChangelogChange {
  const { commit, author, type, scope, description, breaking, reverts } = change;
  const known = type !== null && Object.hasOwn(TITLES, type) ? type : 'other';
  const isExplained = breaking !== null && breaking !== description;
  const whole = type === null || known !== 'other' ? description : `${type}: ${description}`;
  return {
    type: reverts === null ? known : 'revert',
    scope: markdownText(scope ?? ''),
    description: markdownText(whole),
    affectedProjects: [component],
    isBreaking: breaking !== null,
    ...(isExplained ? { body: `BREAKING CHANGE: ${markdownText(breaking)}` } : {}),
    // The whole id: what takes a commit back names it by that.
    shortHash: commit,
    ...(reverts === null ? {} : { revertedHashes: [reverts] }),
    authors: [{ ...author, name: markdownText(author.name) }],
  };
}

function typesOf(titles: Readonly<Record<string, string>>): object {
  return Object.fromEntries(
    Object.entries(titles).map(([type, title]) => [type, { changelog: { title, hidden: false } }]),
  );
}

function oneLower(line: string): string {
  return line.startsWith('### ') ? `#${line}` : line;
}
