import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { deserialize, serialize } from 'node:v8';
import { VirtualClock } from '../fakes/virtual-clock';

// What fakes know, as plain data: their fields, and those of the fakes inside them. Functions and promises belong to a process and stay there.

export type Plain = { readonly kind: 'object' | 'map' | 'set' | 'array' | 'value'; readonly is: unknown };

export function captured(value: unknown): Plain {
  if (value instanceof Map)
    return {
      kind: 'map',
      is: [...(value as Map<unknown, unknown>)].filter(keeps).map(([key, each]) => [key, captured(each)]),
    };
  if (value instanceof Set) return { kind: 'set', is: [...value] };
  if (Array.isArray(value)) return { kind: 'array', is: value.map(captured) };
  if (typeof value !== 'object' || value === null) return { kind: 'value', is: value };
  // Who waits for the clock is of the process; what it shows is not.
  const kept = value instanceof VirtualClock ? { time: Reflect.get(value, 'time') as unknown } : value;
  const fields = Object.entries(kept).filter(([, each]) => !isOfProcess(each));
  return { kind: 'object', is: fields.map(([name, each]) => [name, captured(each)]) };
}

/** Puts what was captured into a value of the same making, in place where it has parts. */
export function restored(into: unknown, { kind, is }: Plain): unknown {
  switch (kind) {
    case 'value':
      return is;
    case 'set':
      return new Set(is as unknown[]);
    case 'array':
      return replaceArray(
        into,
        (is as Plain[]).map((each) => restored(undefined, each)),
      );
    case 'map':
      return replaceMap(into, is as [unknown, Plain][]);
    case 'object': {
      const target = (typeof into === 'object' && into !== null ? into : {}) as Record<string, unknown>;
      for (const [name, each] of is as [string, Plain][]) target[name] = restored(target[name], each);
      return target;
    }
  }
}

function replaceArray(into: unknown, values: unknown[]): unknown[] {
  if (!Array.isArray(into)) return values;
  into.length = 0;
  into.push(...values);
  return into;
}

function replaceMap(into: unknown, entries: [unknown, Plain][]): Map<unknown, unknown> {
  const known = into instanceof Map ? new Map(into) : new Map<unknown, unknown>();
  const target = into instanceof Map ? into : new Map<unknown, unknown>();
  target.clear();
  for (const [key, each] of entries) target.set(key, restored(known.get(key), each));
  return target;
}

function keeps([, value]: [unknown, unknown]): boolean {
  return !isOfProcess(value);
}

function isOfProcess(value: unknown): boolean {
  return typeof value === 'function' || value instanceof Promise;
}

/** A file that several processes read and write, one after the other. */
export class StateFile {
  private own = '';

  constructor(private readonly path: string) {}

  /** Whether another process wrote it since this one last looked. */
  isForeign(): boolean {
    return existsSync(this.path) && this.stamp() !== this.own;
  }

  read(): Plain | null {
    if (!existsSync(this.path)) return null;
    this.own = this.stamp();
    return deserialize(readFileSync(this.path)) as Plain;
  }

  write(state: Plain): void {
    writeFileSync(`${this.path}.new`, serialize(state));
    renameSync(`${this.path}.new`, this.path);
    this.own = this.stamp();
  }

  private stamp(): string {
    const { ino, mtimeMs } = statSync(this.path);
    return `${ino} ${mtimeMs}`;
  }
}
