import type { ComponentRecord } from '../model/receipt';

export interface SeriesQuestion {
  readonly run: string;
  readonly record: ComponentRecord | null;
  readonly now: string;
  /** How old (milliseconds) a pass may be to stand for the present; null: as old as it likes. */
  readonly maxAge: number | null;
  /** A person or the run itself wants to see it checked. */
  readonly isForced: boolean;
}

/**
 * The series that a verification belongs to. Passes of one series may stand in for each other while nothing that they looked at has changed; whatever casts
 * doubt on the last pass begins a new one, named after the run, and a pass of a new series was never seen before.
 */
export function seriesOf({ run, record, now, maxAge, isForced }: SeriesQuestion): string {
  const last = record?.last ?? null;
  if (isForced || last === null || record?.started !== null || last.verdict !== 'passed') return run;
  if (maxAge !== null && Date.parse(now) - Date.parse(last.finishedAt) > maxAge) return run;
  // What could not be run may be possible by now.
  if (last.checks.some((check) => check.notRun === true)) return run;
  return last.series ?? last.run;
}
