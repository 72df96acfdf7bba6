import { readdirSync, readFileSync } from 'node:fs';

/** Command lines of all processes that this one has begun, directly or not, as everybody on the machine may read them. */
export function commandLinesBelow(parent = process.pid): string[] {
  const parents = new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((pid) => [Number(pid), parentOf(pid)] as const),
  );
  const isBelow = (pid: number): boolean => {
    const above = parents.get(pid);
    return above !== undefined && above > 0 && (above === parent || isBelow(above));
  };
  return [...parents.keys()].filter(isBelow).map((pid) => read(`/proc/${pid}/cmdline`).replace(/\0/g, ' '));
}

function parentOf(pid: string): number {
  // The name of the program stands in brackets and may hold anything.
  const fields = read(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ') ?? [];
  return Number(fields[1] ?? 0);
}

/** Processes end while they are looked at. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
