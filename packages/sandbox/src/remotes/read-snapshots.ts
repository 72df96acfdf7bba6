import { join } from 'node:path';
import type { History, HistoryCommit } from './history';
import { readFiles } from './read-files';
import type { Snapshot, SnapshotFile } from './snapshot';

/** The files of each commit of a history. Modes come from the history: those of a checkout depend on its machine. */
export async function readSnapshots(folder: string, history: History): Promise<Map<string, Snapshot>> {
  const executable = new Set(history.executable);
  const snapshots = new Map<string, Snapshot>();
  for (const [name, commit] of Object.entries(history.commits)) {
    const files = new Map<string, SnapshotFile>(startingPoint(commit, snapshots));
    const added = commit.files === undefined ? [] : await readFiles(join(folder, commit.files));
    for (const [path, content] of added) {
      files.set(path, { mode: executable.has(path) ? '100755' : '100644', content });
    }
    snapshots.set(name, files);
  }
  return snapshots;
}

function startingPoint(commit: HistoryCommit, snapshots: ReadonlyMap<string, Snapshot>): Snapshot {
  const parent = commit.files === undefined ? commit.parents.at(-1) : commit.parents[0];
  return (parent === undefined ? undefined : snapshots.get(parent)) ?? new Map();
}
