import type { CommittedChange } from './committed-change';

/** What changed in a configuration file. */
export interface ConfigChange {
  readonly file: string;
  /** The keys whose values are not what they were; null: it cannot be read as keys. */
  readonly keys: readonly string[] | null;
}

/** What a published release brings of one component. */
export interface ComponentNews {
  readonly component: string;
  readonly repo: string;
  readonly url: string;
  readonly commit: string;
  /** Its commit in the release that was published before; null: it had none. */
  readonly before: string | null;
  readonly verifiedAt: string;
  /** The run that verified it. */
  readonly run: string;
  /** The newest first. */
  readonly changes: readonly CommittedChange[];
  /** Whether older ones are left out. */
  readonly hasMore: boolean;
  readonly migrations: readonly string[];
  readonly config: readonly ConfigChange[];
}

/** A published release for a person. */
export interface ReleaseStory {
  readonly name: string;
  readonly environment: string;
  readonly run: string;
  /** When the release was made: ISO 8601. */
  readonly at: string;
  /** The one that was published before; null: none. */
  readonly previous: string | null;
  readonly news: readonly ComponentNews[];
}
