import type { CommittedChange } from '../model/committed-change';
import type { CommitTime } from '../model/commit-time';
import type { RepoAddress } from './ports';

export interface HistoryWish {
  /** Commit whose history is known already; null: since the beginning. */
  readonly from: string | null;
  readonly to: string;
  /** Only commits that touch one of them; `.` is everything, a leading `!` excludes. */
  readonly paths: readonly string[];
  readonly most: number;
}

export interface HistoryAnswer {
  /** The newest first, without merges. */
  readonly changes: readonly CommittedChange[];
  /** Whether there are older ones than `most` allowed. */
  readonly hasMore: boolean;
}

/** What was committed, from the mirrors. Commits must be in the mirror (`Repos.ensure`). */
export interface History {
  changes(repo: RepoAddress, wish: HistoryWish): Promise<HistoryAnswer>;
  /** When those commits were made, the newest first, without merges: they are made long after what they bring. */
  times(repo: RepoAddress, wish: HistoryWish): Promise<CommitTime[]>;
}
