/** A commit as a changelog tells of it. */
export interface CommittedChange {
  readonly commit: string;
  readonly author: { readonly name: string; readonly email: string };
  /** Of a Conventional Commit; null: it is none. */
  readonly type: string | null;
  readonly scope: string | null;
  readonly description: string;
  /** What breaks; null: nothing. */
  readonly breaking: string | null;
  /** The commit that it takes back; null: none. */
  readonly reverts: string | null;
}
