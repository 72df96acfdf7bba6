/** One thing that an environment has. */
export interface Trait {
  /** For a person. */
  readonly text: string;
  /** What decides whether two are the same, where `text` does not: a digest, or a secret that is never shown. */
  readonly identity?: string;
  /** Why its value is not known; its text is then how it would be found. */
  readonly unknown?: string;
}

/** What an environment looks like: by group (`config/stages.yml`, `live`), then by dotted path. */
export type Portrait = ReadonlyMap<string, ReadonlyMap<string, Trait>>;
