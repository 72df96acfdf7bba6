import type { PostTasksExecutionContext } from '@nx/devkit';
import { replayedReport } from '../decide/replayed-report';
import type { LedgerState } from '../model/receipt';
import type { TaskNote } from '../model/task-note';

type TaskResult = PostTasksExecutionContext['taskResults'][string];

/** What this hook needs of the result of a task. */
export type TaskOutcome = Pick<TaskResult, 'status' | 'terminalOutput'> & {
  readonly task: { readonly target: { readonly project: string; readonly target: string } };
};

const REPLAYED = ['local-cache', 'local-cache-kept-existing', 'remote-cache'];

/** Verifications that Nx replayed: their executor did not run, so nobody has noted them. */
export function replayedNotes(results: readonly TaskOutcome[], state: LedgerState): TaskNote[] {
  return results.flatMap(({ status, terminalOutput, task: { target } }) => {
    if (target.target !== 'verify' || !REPLAYED.includes(status)) return [];
    const record = state.components[target.project] ?? null;
    const report = replayedReport(target.project, terminalOutput ?? '', record);
    return report === null ? [] : [{ type: 'work' as const, target: 'verify', report }];
  });
}
