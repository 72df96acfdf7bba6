import type { PushOutcome, RepoAddress } from './ports';

/** Who stands in a commit as its author. */
export interface Author {
  readonly name: string;
  readonly email: string;
}

export interface MergeWish {
  /** Commit that is merged into. */
  readonly head: string;
  readonly source: string;
  /** Subject, text and trailers of the merge commit. */
  readonly paragraphs: readonly string[];
  readonly author: Author;
  /** ISO 8601; the same wish gives the same commit. */
  readonly at: string;
}

export type MergeOutcome =
  | { readonly type: 'merged'; readonly commit: string }
  /** The head has it already. */
  | { readonly type: 'contained' }
  | { readonly type: 'conflict'; readonly files: readonly string[] };

/** A ref of a remote, by its full name. null: it does not exist before, or not any more after. */
export interface RefMove {
  readonly ref: string;
  readonly expected: string | null;
  readonly to: string | null;
}

/** How two commits stand to each other. */
export interface Comparison {
  /** Commits that only the first has, and that only the second has. */
  readonly ahead: number;
  readonly behind: number;
  /** The commit at which they parted; null: they share no history. */
  readonly base: string | null;
}

/** Merges in the mirrors, without a checkout, and refs that are moved by compare-and-swap. Commits must be in the mirror (`Repos.ensure`). */
export interface Merges {
  merge(repo: RepoAddress, wish: MergeWish): Promise<MergeOutcome>;
  compare(repo: RepoAddress, commit: string, other: string): Promise<Comparison>;
  /** Where a commit left the first parents of a branch (its head is given), also when it was merged into it since; null: that cannot be told. */
  parted(repo: RepoAddress, commit: string, head: string): Promise<string | null>;
  /** The last commit of a branch that the newest merge in the heads says it brought; null: no merge names it. */
  broughtBy(repo: RepoAddress, branch: string, heads: readonly string[]): Promise<string | null>;
  move(repo: RepoAddress, move: RefMove): Promise<PushOutcome>;
}
