import type { Journal } from '../../src/effects/ports';
import type { Json } from '../../src/model/json';

/**
 * The journal in memory.
 * - A note under a key that was used replaces the one before; notes of different runs never meet; a run without notes has none.
 * - What is read back is a copy: later changes to the value that was noted do not show.
 * - `reports` keeps the report of each run.
 * - Work that is done alone for a run waits for the one before, also where that failed.
 */
export class FakeJournal implements Journal {
  readonly reports = new Map<string, Json>();
  private readonly runs = new Map<string, Map<string, Json>>();

  private readonly turns = new Map<string, Promise<unknown>>();

  async note(run: string, key: string, value: Json): Promise<void> {
    const notes = this.runs.get(run) ?? new Map<string, Json>();
    this.runs.set(run, notes.set(key, structuredClone(value)));
  }

  async notes(run: string): Promise<ReadonlyMap<string, Json>> {
    return new Map(this.runs.get(run));
  }

  async report(run: string, report: Json): Promise<string> {
    this.reports.set(run, structuredClone(report));
    return `.convoy/runs/${run}.json`;
  }

  alone<T>(run: string, work: () => Promise<T>): Promise<T> {
    const mine = (this.turns.get(run) ?? Promise.resolve()).then(work);
    this.turns.set(
      run,
      mine.catch(() => undefined),
    );
    return mine;
  }
}
