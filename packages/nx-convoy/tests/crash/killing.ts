import { kill, pid } from 'node:process';

/** Where a run is stopped: at the so-manieth call, before it takes effect or after it took effect and before the answer. */
export interface Point {
  readonly number: number;
  readonly when: 'before' | 'after';
  readonly signal: 'SIGKILL' | 'SIGSTOP';
}

export interface Tape {
  /** Calls so far, each by port, method and what it is about. */
  readonly calls: string[];
  /** Called before a call begins: what others did meanwhile is seen by it. */
  readonly before: () => void;
  /** Called after a call has taken effect: nothing of it may be lost. */
  readonly after: () => void;
}

/** Methods that leave something behind; it is on disk before their answer. What looking leaves is kept when the process stops. */
const WRITES = new Set(
  'append close attempt beat breakLock keep forget push worktree publishVersion moveAlias keepObject updateStack deleteStack continueRollback build rollback run invoke'.split(
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
        const number = tape.calls.push(`${name}.${String(key)} ${aboutOf(words)}`);
        stopAt({ number, when: 'before' }, tape, point);
        tape.before();
        const answer: unknown = await Reflect.apply(found, target, words);
        if (WRITES.has(String(key))) tape.after();
        stopAt({ number, when: 'after' }, tape, point);
        return answer;
      };
    },
  });
}

function stopAt(here: Pick<Point, 'number' | 'when'>, tape: Tape, point: Point | null): void {
  if (point === null || point.number !== here.number || point.when !== here.when) return;
  // What other calls have done by now has happened.
  tape.after();
  kill(pid, point.signal);
  // A signal to oneself is delivered before the next turn of the loop, not before the next line.
  const until = performance.now() + (point.signal === 'SIGKILL' ? 2_000 : 100);
  while (performance.now() < until);
}

function aboutOf(words: readonly unknown[]): string {
  return JSON.stringify(
    words.map((each) => (typeof each === 'object' && each !== null ? typeOf(each) : each)),
  ).slice(0, 120);
}

function typeOf(value: object): string {
  const [first] = Array.isArray(value) ? (value as unknown[]) : [value];
  const { type, component, argv, name, command } = (first ?? {}) as Record<string, unknown>;
  const words = (command as { argv?: string[] } | undefined)?.argv ?? argv;
  return [type, component, name, Array.isArray(words) ? words.join(' ') : undefined]
    .filter(Boolean)
    .join(' ');
}
