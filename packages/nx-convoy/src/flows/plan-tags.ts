import { judgeTag } from '../decide/publication/judge-tags';
import { releaseTags } from '../decide/publication/release-tags';
import { tagMessage } from '../decide/publication/tag-message';
import type { TagOwner } from '../effects/tags-port';
import type { ComponentNews } from '../model/publication';
import { tagTaken } from '../model/publication-errors';
import type { PublishedRelease } from '../model/published-release';
import type { World } from './world';

export interface TagsQuestion {
  readonly environment: string;
  readonly published: PublishedRelease;
  /** Who made the release. */
  readonly who: string;
  readonly news: readonly ComponentNews[];
}

export interface PlannedTag {
  readonly owner: TagOwner;
  /** Name of the repository. */
  readonly repo: string;
  readonly tag: string;
  readonly commit: string;
  readonly object: string;
  readonly isThere: boolean;
}

/** What the repository of the workspace is called among the others. */
const OWN = '(this repository)';

/** The tags of a release, that of the workspace's own repository last, against those that are there. Refuses where one is on something else. */
export async function planTags(question: TagsQuestion, world: World): Promise<PlannedTag[]> {
  const { published, news } = question;
  const { name, coordinationCommit } = published;
  const wanted = [
    ...releaseTags(name, news).map(({ repo, url, ...tag }) => ({ owner: { name: repo, url }, repo, ...tag })),
    { owner: null, repo: OWN, tag: name, commit: coordinationCommit },
  ];
  const judged = await Promise.all(wanted.map((each) => judge(each, question, world)));
  const taken = judged.flatMap(({ because }) => because ?? []);
  if (taken.length > 0) throw tagTaken(name, taken);
  return judged.map(({ planned }) => planned);
}

interface Judged {
  readonly planned: PlannedTag;
  /** Why it cannot be made; null: it can, or is there. */
  readonly because: string | null;
}

async function judge(
  wanted: Omit<PlannedTag, 'object' | 'isThere'>,
  { environment, published, who }: TagsQuestion,
  world: World,
): Promise<Judged> {
  const { owner, repo, tag, commit } = wanted;
  const object = await world.tags.make(owner, {
    name: tag,
    commit,
    message: tagMessage({ ...published, environment, who }),
    // Who made the release, not who publishes it: another one may have to complete it.
    tagger: { name: who, email: who },
    at: published.at,
  });
  const verdict = judgeTag({ tag, commit, object }, await world.tags.all(owner));
  return {
    planned: { ...wanted, object, isThere: verdict.type === 'there' },
    because: verdict.type === 'taken' ? `${repo} ${tag}: ${verdict.because}` : null,
  };
}
