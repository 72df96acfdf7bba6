import type { ReleaseStory } from '../../model/publication';
import { notesPath } from './release-notes';

export interface ShownTag {
  /** Name of the repository. */
  readonly repo: string;
  readonly tag: string;
  readonly commit: string;
  readonly isThere: boolean;
}

export interface ShownPublication {
  readonly story: Omit<ReleaseStory, 'news'>;
  readonly tags: readonly ShownTag[];
  readonly notices: readonly string[];
  readonly section: string;
}

/** A publication for a person, before it is done: the tags, then what is written. */
export function renderPublication({ story, tags, notices, section }: ShownPublication): string[] {
  const { name, environment, run, at, previous } = story;
  const [repos, names] = [tags.map(({ repo }) => repo), tags.map(({ tag }) => tag)].map((texts) =>
    Math.max(...texts.map((text) => text.length)),
  );
  return [
    `${name} of ${environment}: run ${run}, ${at}${previous === null ? '' : `, after ${previous}`}`,
    ...tags.map(({ repo, tag, commit, isThere }) =>
      [
        '  tag ',
        repo.padEnd(repos ?? 0),
        tag.padEnd(names ?? 0),
        commit.slice(0, 7),
        isThere ? 'is there' : 'to push',
      ].join('  '),
    ),
    ...notices.map((line) => `  ${line}`),
    `  CHANGELOG.md, and ${notesPath(name)}:`,
    ...section.split('\n').map((line) => (line === '' ? '' : `    ${line}`)),
  ];
}
