import type { Author } from '../effects/merges-port';
import type { RepoAddress } from '../effects/ports';
import type { LandingMove } from './land-moves';
import type { World } from './world';

export interface MergeQuestion {
  readonly repo: RepoAddress;
  /** The branch that is merged into. */
  readonly branch: string;
  /** A branch whose push deploys is left alone: the merge waits at this ref for the deploy; null: the branch itself moves. */
  readonly waiting: string | null;
  /** Commits that are merged, in this order. */
  readonly sources: readonly string[];
  readonly paragraphs: readonly string[];
  readonly author: Author;
  readonly at: string;
}

export type RepoMerge =
  | {
      readonly type: 'merged';
      /** What the ref is afterwards; where nothing was to be merged, what it is now. */
      readonly commit: string;
      readonly ref: string;
      readonly move: LandingMove | null;
    }
  | { readonly type: 'refused'; readonly why: string };

/** What a branch would be with commits merged into it. Nothing is pushed, and no checkout is touched. */
export async function mergeRepo(question: MergeQuestion, world: World): Promise<RepoMerge> {
  const { repo, branch, waiting } = question;
  const head = await world.repos.resolve(repo, `refs/heads/${branch}`);
  if (head === null) return { type: 'refused', why: `${repo.name} has no branch ${branch}` };
  const pending = waiting === null ? null : await world.repos.resolve(repo, waiting);
  for (const commit of [head, ...(pending === null ? [] : [pending]), ...question.sources])
    await world.repos.ensure(repo, commit);
  // What waits already is part of what comes; what somebody pushed to the branch meanwhile, too.
  const merged = await mergeAll([...(pending === null ? [] : [pending]), ...question.sources], head, {
    question,
    world,
  });
  if (merged.type === 'refused') return merged;
  const ref = waiting ?? `refs/heads/${branch}`;
  const expected = waiting === null ? head : pending;
  const { commit } = merged;
  const isThere = commit === expected || (expected === null && commit === head);
  const move = isThere ? null : { repo: repo.name, url: repo.url, ref, expected, to: commit };
  return { type: 'merged', commit, ref, move };
}

interface Merging {
  readonly question: MergeQuestion;
  readonly world: World;
}

type Merged = { readonly type: 'merged'; readonly commit: string } | Extract<RepoMerge, { type: 'refused' }>;

async function mergeAll(
  sources: readonly string[],
  head: string,
  { question, world }: Merging,
): Promise<Merged> {
  const { repo, branch, paragraphs, author, at } = question;
  let commit = head;
  for (const source of sources) {
    // A merge that we made already, and that waits or has passed since, is taken as it is.
    if (
      (await isOurMerge(repo, source, head, world)) &&
      (await world.repos.isAncestor(repo, commit, source))
    ) {
      commit = source;
      continue;
    }
    const outcome = await world.merges.merge(repo, { head: commit, source, paragraphs, author, at });
    if (outcome.type === 'conflict')
      return {
        type: 'refused',
        why: `${repo.name}: ${source.slice(0, 7)} conflicts with ${branch} in ${outcome.files.join(', ')}`,
      };
    if (outcome.type === 'merged') commit = outcome.commit;
  }
  return { type: 'merged', commit };
}

/** Whether a commit is itself a merge of ours into the branch: then merging it once more would say nothing. */
async function isOurMerge(repo: RepoAddress, commit: string, head: string, world: World): Promise<boolean> {
  const [first] = await world.repos.commitsBetween(repo, head, commit);
  return first?.commit === commit && /^(promote|hotfix): /.test(first.subject);
}
