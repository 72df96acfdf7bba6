import { isCoordinationError } from '../../model/coordination-error';
import type { LedgerEntry, LedgerState } from '../../model/receipt';

type Append = (entries: readonly LedgerEntry[], token: string) => Promise<LedgerState>;

interface Call {
  readonly entries: readonly LedgerEntry[];
  readonly settle: (outcome: Promise<LedgerState>) => void;
}

interface Group {
  readonly token: string;
  readonly calls: Call[];
}

/** Writes of one process to one environment, one after the other. Appends that come while another is under way go together in the next. */
export class LedgerTurns {
  private last: Promise<unknown> = Promise.resolve();
  private waiting: Group | null = null;

  constructor(private readonly perform: Append) {}

  append(entries: readonly LedgerEntry[], token: string): Promise<LedgerState> {
    return new Promise((settle) => {
      const call = { entries, settle };
      if (this.waiting?.token === token) {
        this.waiting.calls.push(call);
        return;
      }
      const group: Group = { token, calls: [call] };
      this.waiting = group;
      void this.next(() => this.together(group));
    });
  }

  /** After everything that was asked for before, and alone. */
  next<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.last.then(work);
    this.last = turn.catch(() => undefined);
    return turn;
  }

  private async together(group: Group): Promise<void> {
    if (this.waiting === group) this.waiting = null;
    const { calls, token } = group;
    const whole = this.perform(
      calls.flatMap(({ entries }) => entries),
      token,
    );
    const failure: unknown = await whole.then(
      () => null,
      (cause: unknown) => cause,
    );
    // What is wrong with one entry is not the others' fault: then each goes alone. Remote and lock are the same for all.
    if (failure === null || calls.length === 1 || concernsAll(failure)) {
      for (const { settle } of calls) settle(whole);
      return;
    }
    for (const { entries, settle } of calls) {
      const alone = this.perform(entries, token);
      settle(alone);
      await alone.catch(() => undefined);
    }
  }
}

function concernsAll(failure: unknown): boolean {
  return (
    isCoordinationError(failure) && ['CONVOY_LEDGER_UNREACHABLE', 'CONVOY_LOCK_LOST'].includes(failure.code)
  );
}
