import type { Receipt } from '../model/receipt';

/** What a verification that passed says, also when Nx replays it: when, and by which run. */
export function verifiedLine({ component, finishedAt, run, summary }: Receipt): string {
  return `${component}: verified ${finishedAt} by run ${run}: ${summary}`;
}

export interface ReplayedPass {
  readonly at: string;
  readonly run: string;
}

/** Reads it again from the output of a replayed task; null: there is none. */
export function readVerifiedLine(component: string, output: string): ReplayedPass | null {
  const line = output.split('\n').find((each) => each.includes(`${component}: verified `)) ?? '';
  const found = /: verified (\S+) by run (\S+): /.exec(line);
  const [, at, run] = found ?? [];
  return at === undefined || run === undefined ? null : { at, run };
}
