import type { ComponentRecord } from '../model/receipt';
import type { ComponentReport } from '../model/run-report';
import { plainReport } from './receipt-report';
import { toTheSecond } from './to-the-second';
import { readVerifiedLine } from './verified-line';

/** The report of a verification that Nx replayed: nobody looked again, so it says who did and when. null: the output is not one of ours. */
export function replayedReport(
  component: string,
  output: string,
  record: ComponentRecord | null,
): ComponentReport | null {
  const pass = readVerifiedLine(component, output);
  if (pass === null) return null;
  const summary = `unchanged, verified ${toTheSecond(pass.at)} by run ${pass.run}`;
  const last = record?.last ?? null;
  const base = { ...plainReport(component, 'unchanged', summary), verdict: 'passed' as const };
  if (last === null) return base;
  const place = { commit: last.commit, tree: last.tree };
  // The checks are those of that very pass, where it is still the newest.
  return { ...base, from: place, to: place, checks: last.run === pass.run ? last.checks : [] };
}
