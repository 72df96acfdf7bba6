import type { Author } from '../effects/merges-port';
import type { RepoAddress } from '../effects/ports';
import type { LandingMove } from './landing-move';
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
      /** The branch, or where the merge waits. */
      readonly ref: string;
      /** null: nothing was to be merged. Else to a commit that was made just now, so that it is nobody else's. */
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
  const merged = await mergeAll(pending === null ? head : await above(head, pending, repo, world), {
    question: { ...question, sources: [...(pending === null ? [] : [pending]), ...question.sources] },
    world,
  });
  if (merged.type === 'refused') return merged;
  const { commit } = merged;
  const branchRef = `refs/heads/${branch}`;
  // What waited was overtaken by the branch: there is nothing left to wait.
  if (commit === head) return { type: 'merged', commit, ref: branchRef, move: null };
  const [ref, expected] = waiting === null ? [branchRef, head] : [waiting, pending];
  const move = commit === expected ? null : { repo: repo.name, url: repo.url, ref, expected, to: commit };
  return { type: 'merged', commit, ref, move };
}

/** Merges go on top of what waits already, unless somebody pushed to the branch meanwhile: then that comes first. */
async function above(head: string, pending: string, repo: RepoAddress, world: World): Promise<string> {
  return (await world.repos.isAncestor(repo, head, pending)) ? pending : head;
}

interface Merging {
  readonly question: MergeQuestion;
  readonly world: World;
}

type Merged = { readonly type: 'merged'; readonly commit: string } | Extract<RepoMerge, { type: 'refused' }>;

/**
 * Each source becomes a merge commit of its own, also where the branch could just be moved forward: it says by which run, and two people who promote the same thing at once
 * never push the same commit, so that neither can take the other's push for its own.
 */
async function mergeAll(base: string, { question, world }: Merging): Promise<Merged> {
  const { repo, branch, sources, paragraphs, author, at } = question;
  let commit = base;
  for (const source of sources) {
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
