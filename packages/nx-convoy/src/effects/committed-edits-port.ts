import type { CommittedFile, RepoAddress } from './ports';

export interface EditWish {
  readonly head: string;
  /** Files with their new text; each must be a file at `head`. */
  readonly files: readonly CommittedFile[];
  /** Files that `head` does not have. */
  readonly added?: readonly CommittedFile[];
  /** Paths of files that are no more. */
  readonly removed?: readonly string[];
  readonly subject: string;
}

/** Commits that are made without a working tree. */
export interface CommittedEdits {
  /** A commit on top of `head` in the mirror in which the files have these texts; `head` itself where they have them. The same wish gives the same commit. */
  edit(repo: RepoAddress, wish: EditWish): Promise<string>;
}
