import type { ComponentReport, RunReport } from '../model/run-report';
import type { CheckResult } from '../model/verdict';
import { unreachable } from '../model/unreachable';

const WIDTH = 100;

export interface ReportExtras {
  /** What else a person must know, between table and ways. */
  readonly lines: readonly string[];
  /** Whether there is a release to go back to. */
  readonly canGoBack: boolean;
  /** Whether it was about bringing the environment to its pins; otherwise no deploy goes on with it. */
  readonly isAboutPins: boolean;
}
const NO_EXTRAS: ReportExtras = { lines: [], canGoBack: false, isAboutPins: true };

/** The summary table of a run: one line per component, trouble below it, then how to go on. */
export function renderReport(
  report: RunReport,
  reportPath: string,
  more: ReportExtras = NO_EXTRAS,
): string[] {
  const width = Math.max(0, ...report.components.map((each) => each.component.length));
  return [
    '',
    ...report.components.flatMap((each) => [...row(each, width), ...optional(each), ...trouble(each)]),
    closing(report, reportPath, more),
    ...more.lines,
    ...(more.isAboutPins ? ways(report, more.canGoBack) : []),
  ];
}

/** One line; a summary that is too long for it is cut, and told whole below. */
function row(each: ComponentReport, width: number): string[] {
  const commit = each.to?.commit.slice(0, 7) ?? '       ';
  const head = `${mark(each)} ${each.component.padEnd(width)}  ${commit}  `;
  const room = WIDTH - head.length - took(each).length;
  if (each.summary.length <= room) return [`${head}${each.summary}${took(each)}`];
  return [`${head}${each.summary.slice(0, room - 1)}…${took(each)}`, `    ${each.summary}`];
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

/** What was told and not judged: nobody has to look into the file for it. */
function optional({ checks }: ComponentReport): string[] {
  return checks
    .filter((check) => check.verdict !== 'passed' && (check.optional === true || check.notRun === true))
    .map(unjudged);
}

function unjudged({ name, verdict, evidence, remedy, notRun }: CheckResult): string {
  const [line = ''] = evidence.split('\n');
  if (notRun === true) return `    not run: ${name}: ${line}; ${remedy ?? ''}`;
  return `    optional, ${verdict}: ${name}: ${line}`;
}

function trouble(each: ComponentReport): string[] {
  if (each.error === null) return [];
  const lines = each.error.message.split('\n').map((line) => `    ${line}`);
  return [`    ${each.error.code}`, ...lines, ...goOn(each.error.remedy).map((line) => `    ${line}`)];
}

function goOn(remedy: string): string[] {
  return remedy.split('\n').map((line, index) => (index === 0 ? `go on  ${line}` : `       ${line}`));
}

const VERDICT: Record<RunReport['outcome'], string> = {
  released: 'released',
  unchanged: 'nothing changed',
  partial: 'partly done: the environment is not at its pins',
  failed: 'failed',
  refused: 'refused',
  interrupted: 'interrupted',
  'rolled-back': 'rolled back',
};

function closing(report: RunReport, reportPath: string, { isAboutPins }: ReportExtras): string {
  const span = duration(Date.parse(report.finishedAt) - Date.parse(report.startedAt));
  const verdict = !isAboutPins && report.outcome === 'unchanged' ? 'done' : VERDICT[report.outcome];
  return `${verdict} in ${span} · report ${reportPath}`;
}

const ENDED: readonly RunReport['outcome'][] = ['released', 'unchanged', 'rolled-back'];

function ways(report: RunReport, canGoBack: boolean): string[] {
  // Where no component was on its way to a commit, nothing was to be deployed: the trouble above says it all.
  const aimless = report.components.every((each) => each.to === null && each.error === null);
  if (ENDED.includes(report.outcome) || aimless) return [];
  const { environment } = report;
  const wasBack = report.components.some((each) => each.outcome === 'rolled-back');
  const verb = wasBack ? 'rollback' : 'deploy';
  const mend = report.outcome === 'interrupted' ? '' : 'mend the cause; then ';
  const resume = `npx nx run-many -t ${verb} --configuration=${environment}`;
  const back = `or back  npx nx run-many -t rollback --configuration=${environment}        (the last release)`;
  return [
    ...liveNow(report.components),
    ...goOn(`${mend}this continues with what is missing:\n${resume}`),
    ...(canGoBack && !wasBack ? [back] : []),
  ];
}

/** A component that failed may have changed before it did: that is never called nothing. */
function liveNow(components: readonly ComponentReport[]): string[] {
  const named = (wanted: (each: ComponentReport) => boolean): string =>
    components
      .filter(wanted)
      .map((each) => each.component)
      .join(', ');
  const changed = named((each) => each.outcome === 'deployed');
  const unsure = named(
    (each) =>
      each.outcome === 'interrupted' ||
      (each.outcome === 'failed' && each.error?.code !== 'CONVOY_PREPARE_FAILED'),
  );
  if (changed === '' && unsure === '') return ['nothing of this run is live'];
  return [
    ...(changed === '' ? [] : [`live now from this run: ${changed}`]),
    ...(unsure === '' ? [] : [`perhaps changed in part: ${unsure}`]),
  ];
}
