import type { ComponentReport, RunReport } from '../model/run-report';
import { unreachable } from '../model/unreachable';

/** The summary table of a run: one line per component, trouble below it, then how to go on. */
export function renderReport(report: RunReport, reportPath: string): string[] {
  const width = Math.max(0, ...report.components.map((each) => each.component.length));
  return [
    '',
    ...report.components.flatMap((each) => [row(each, width), ...trouble(each)]),
    closing(report, reportPath),
    ...ways(report),
  ];
}

function row(each: ComponentReport, width: number): string {
  const commit = each.to?.commit.slice(0, 7) ?? '       ';
  return `${mark(each)} ${each.component.padEnd(width)}  ${commit}  ${each.summary}${took(each)}`;
}

function mark(each: ComponentReport): string {
  switch (each.outcome) {
    case 'deployed':
    case 'unchanged':
    case 'rolled-back':
      return '✔';
    case 'failed':
    case 'refused':
    case 'interrupted':
      return '✘';
    case 'not-started':
    case 'absent':
      return '–';
    default:
      return unreachable(each.outcome);
  }
}

function took(each: ComponentReport): string {
  if (each.startedAt === null || each.finishedAt === null || each.outcome === 'not-started') return '';
  return `  ${duration(Date.parse(each.finishedAt) - Date.parse(each.startedAt))}`;
}

/** A span of time for a person: `0.4 s`, `46 s`, `1 m 04 s`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 10_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 60
    ? `${seconds} s`
    : `${Math.floor(seconds / 60)} m ${String(seconds % 60).padStart(2, '0')} s`;
}

function trouble(each: ComponentReport): string[] {
  if (each.error === null) return [];
  const lines = each.error.message.split('\n').map((line) => `    ${line}`);
  return [`    ${each.error.code}`, ...lines, `    go on  ${each.error.remedy}`];
}

const VERDICT: Record<RunReport['outcome'], string> = {
  released: 'released',
  unchanged: 'nothing to do',
  partial: 'partly done: the environment is not at its pins',
  failed: 'failed',
  refused: 'refused',
  interrupted: 'interrupted',
  'rolled-back': 'rolled back',
};

function closing(report: RunReport, reportPath: string): string {
  const span = duration(Date.parse(report.finishedAt) - Date.parse(report.startedAt));
  return `${VERDICT[report.outcome]} in ${span} · report ${reportPath}`;
}

function ways(report: RunReport): string[] {
  if (report.outcome === 'released' || report.outcome === 'unchanged' || report.outcome === 'rolled-back')
    return [];
  const changed = report.components
    .filter((each) => each.outcome === 'deployed')
    .map((each) => each.component);
  const live =
    changed.length === 0 ? 'nothing of this run is live' : `live now from this run: ${changed.join(', ')}`;
  return [
    live,
    `go on  mend the cause, then the same command: it continues with what is missing (nx run-many -t deploy --configuration=${report.environment})`,
  ];
}
