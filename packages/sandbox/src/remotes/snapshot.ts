/** A file of a commit. */
export interface SnapshotFile {
  readonly mode: '100644' | '100755';
  readonly content: Buffer;
}

/** All files of a commit by their path, with `/` between folders. */
export type Snapshot = ReadonlyMap<string, SnapshotFile>;
