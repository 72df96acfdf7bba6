import { execFileSync } from 'node:child_process';

const EVERY_MILLISECONDS = 250;

interface Row {
  readonly pid: number;
  readonly parent: number;
  readonly kilobytes: number;
  readonly command: string;
}

/** Watches the resident memory of this process's descendants and of every process that names the folder; answers the peak in megabytes. */
export function peakMemory(root: string): { stop(): number } {
  let peak = 0;
  const look = (): void => {
    peak = Math.max(peak, sum(processes(), root));
  };
  look();
  const timer = setInterval(look, EVERY_MILLISECONDS);
  return {
    stop: () => {
      clearInterval(timer);
      return peak / 1024;
    },
  };
}

function sum(rows: readonly Row[], root: string): number {
  const ours = new Set<number>([process.pid]);
  for (let before = -1; before !== ours.size;) {
    before = ours.size;
    for (const row of rows) if (ours.has(row.parent) || row.command.includes(root)) ours.add(row.pid);
  }
  ours.delete(process.pid);
  return rows.filter((row) => ours.has(row.pid)).reduce((total, row) => total + row.kilobytes, 0);
}

function processes(): Row[] {
  const listed = execFileSync('ps', ['-eo', 'pid=,ppid=,rss=,args='], {
    encoding: 'utf8',
    maxBuffer: 16 * 1024 * 1024,
  });
  return listed.split('\n').flatMap((line) => {
    const match = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(.*)$/.exec(line);
    if (match === null) return [];
    return [
      {
        pid: Number(match[1]),
        parent: Number(match[2]),
        kilobytes: Number(match[3]),
        command: match[4] ?? '',
      },
    ];
  });
}
