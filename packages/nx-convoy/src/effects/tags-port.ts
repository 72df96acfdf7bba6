import type { Author } from './merges-port';
import type { PushOutcome, RepoAddress } from './ports';

export interface Tag {
  /** The object of a tag with a message; the commit itself where it has none. */
  readonly object: string;
  readonly commit: string;
}

export interface TagWish {
  readonly name: string;
  readonly commit: string;
  readonly message: string;
  readonly tagger: Author;
  /** ISO 8601; the same wish gives the same object. */
  readonly at: string;
}

/** Whose tags; null: the repository of the workspace, at the ledger's remote. */
export type TagOwner = RepoAddress | null;

/** Tags with a message, at the remotes. None is ever moved. Refuses with CONVOY_REMOTE_UNREACHABLE. */
export interface Tags {
  /** All tags that there are now, by name. */
  all(owner: TagOwner): Promise<ReadonlyMap<string, Tag>>;
  /** Makes the object, which no ref names yet, and answers its id. The commit must be there (`Repos.ensure`). */
  make(owner: TagOwner, wish: TagWish): Promise<string>;
  /** Puts the name on the object; `rejected` where it is on another one. */
  push(owner: TagOwner, name: string, object: string): Promise<PushOutcome>;
  /** Where the tags of the repository of the workspace are kept. */
  readonly place: string;
}
