import { AsyncLocalStorage } from 'node:async_hooks';
import { kill, pid } from 'node:process';

/** Where a run is stopped: at a call, before it takes effect or after it took effect and before the answer. */
export interface Point {
  /** As `Tape.calls` names it. */
  readonly call: string;
  readonly when: 'before' | 'after';
  readonly signal: 'SIGKILL' | 'SIGSTOP';
}

export interface Paused {
  readonly calls: number;
  /** Calls without an answer: what they do cannot be called back. */
  readonly open: readonly string[];
}

export interface Tape {
  /**
   * Calls so far: `<component> <port>.<method> <what it is about> #<so-manieth of these>`. Components run side by side, so the number of a call
   * within the whole run is another one each time; its number among its like is not.
   */
  readonly calls: string[];
  /** Calls that have not been answered yet. */
  readonly open: Set<string>;
  /** What had begun when the run was paused; null: it was not. */
  paused: Paused | null;
  /** Called before a call begins: what others did meanwhile is seen by it. */
  readonly before: () => void;
  /** Called after a call has taken effect: nothing of it may be lost. */
  readonly after: () => void;
}

const component = new AsyncLocalStorage<string>();

/** Names the component of which all calls are that are made meanwhile. */
export function callsOf<T>(name: string, work: () => Promise<T>): Promise<T> {
  return component.run(name, work);
}

/** Methods that leave something behind; it is on disk before their answer. What looking leaves is kept when the process stops. */
const WRITES = new Set(
  'append close attempt beat breakLock keep forget push publishVersion moveAlias putAlarm keepObject updateStack deleteStack continueRollback build rollback run invoke'.split(
    ' ',
  ),
);

/** A port whose every call is counted, kept on disk, and may be the last thing that the process does. */
export function killing<T extends object>(name: string, port: T, tape: Tape, point: Point | null): T {
  return new Proxy(port, {
    get: (target, key) => {
      const found: unknown = Reflect.get(target, key);
      if (typeof found !== 'function') return found;
      return async (...words: unknown[]): Promise<unknown> => {
        const call = begun(`${name}.${String(key)} ${aboutOf(words)}`, tape);
        stopAt({ call, when: 'before' }, tape, point);
        tape.before();
        try {
          const answer: unknown = await Reflect.apply(found, target, words);
          if (WRITES.has(String(key))) tape.after();
          stopAt({ call, when: 'after' }, tape, point);
          return answer;
        } finally {
          tape.open.delete(call);
        }
      };
    },
  });
}

/** One of several things that a command does at a provider: the run may end between them. */
export function parting(tape: Tape, point: Point | null) {
  return (what: string, act: () => void): void => {
    const call = begun(`provider.${what}`, tape);
    stopAt({ call, when: 'before' }, tape, point);
    act();
    stopAt({ call, when: 'after' }, tape, point);
    tape.open.delete(call);
  };
}

function begun(what: string, tape: Tape): string {
  const label = `${component.getStore() ?? 'run'} ${what}`;
  const call = `${label} #${tape.calls.filter((each) => each.startsWith(`${label} #`)).length + 1}`;
  tape.calls.push(call);
  tape.open.add(call);
  return call;
}

function stopAt(here: Pick<Point, 'call' | 'when'>, tape: Tape, point: Point | null): void {
  if (point === null || point.call !== here.call || point.when !== here.when) return;
  // What other calls have done by now has happened.
  tape.after();
  tape.paused = { calls: tape.calls.length, open: [...tape.open] };
  kill(pid, point.signal);
  // A signal to oneself is delivered before the next turn of the loop, not before the next line.
  const until = performance.now() + (point.signal === 'SIGKILL' ? 2_000 : 100);
  while (performance.now() < until);
  // The clock on the wall and the providers went on without a paused run.
  tape.before();
}

function aboutOf(words: readonly unknown[]): string {
  return JSON.stringify(
    words.map((each) => (typeof each === 'object' && each !== null ? typeOf(each) : each)),
  ).slice(0, 120);
}

function typeOf(value: object): string {
  const [first] = Array.isArray(value) ? (value as unknown[]) : [value];
  const { type, component: of, argv, name, command, RequestType } = (first ?? {}) as Record<string, unknown>;
  const words = (command as { argv?: string[] } | undefined)?.argv ?? argv;
  return [type, of, name, RequestType, Array.isArray(words) ? words.join(' ') : undefined]
    .filter(Boolean)
    .join(' ');
}
