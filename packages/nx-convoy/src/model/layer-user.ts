/** A function of the account that attaches a layer, whoever made it. */
export interface LayerUser {
  readonly function: string;
  /** ARNs of the layers of its newest state, in their order. */
  readonly layers: readonly string[];
  /** What callers by an alias get: the layers of the version that it names; `layers` is null where that version is gone. */
  readonly aliases: readonly {
    readonly alias: string;
    readonly version: string;
    readonly layers: readonly string[] | null;
  }[];
}
