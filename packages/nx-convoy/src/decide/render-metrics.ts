import type { EnvironmentMetrics, Figures, MetricsDocument, Middle } from '../model/metrics-document';
import { saySpan } from './say-span';
import { toTheSecond } from './to-the-second';

const NONE = '–';
const HEADS = ['deploys', 'lead time', 'failed', 'restored in'];

/** DORA's four for a person: a table for each environment, with how many each median is of. */
export function renderMetrics({ since, until, environments }: MetricsDocument): string[] {
  return [
    `from ${toTheSecond(since)} to ${toTheSecond(until)}`,
    ...environments.flatMap((each) => ['', ...tableOf(each)]),
    ...noteOf(environments),
  ];
}

function tableOf({ environment, all, components }: EnvironmentMetrics): string[] {
  if (all.changeFailureRate === null) return [`${environment}  nothing was deployed`];
  const rows = [...components.map((each) => [each.component, ...cells(each)]), ['all', ...cells(all)]];
  const table = [[environment, ...HEADS], ...rows];
  const widths = [environment, ...HEADS].map((_head, index) =>
    Math.max(...table.map((row) => row[index]?.length ?? 0)),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd();
  return [...table.map(line), ...remarks(all, components)];
}

/** What the columns have no room for. */
function remarks({ unknownLeadTimes }: Figures, components: EnvironmentMetrics['components']): string[] {
  const down = components
    .filter(({ notRestored }) => notRestored > 0)
    .map(({ component, notRestored }) => `${component} (${notRestored})`);
  return [
    ...(unknownLeadTimes === 0
      ? []
      : [`  ${unknownLeadTimes} of the deploys do not tell their commits and have no part in the lead time`]),
    ...(down.length === 0 ? [] : [`  failed and not restored yet: ${down.join(', ')}`]),
  ];
}

function cells({ deployments, perWeek, leadTime, ...more }: Figures): string[] {
  const frequency = perWeek === null ? NONE : `${deployments} (${often(perWeek)})`;
  return [frequency, leadCell(leadTime, more.unknownLeadTimes), failedCell(more), restoredCell(more)];
}

function leadCell(leadTime: Middle | null, unknown: number): string {
  return leadTime === null && unknown > 0 ? 'not known' : middleCell(leadTime);
}

function middleCell(middle: Middle | null): string {
  return middle === null ? NONE : `${saySpan(middle.medianSeconds)} (${middle.of})`;
}

function failedCell({ changeFailureRate }: Pick<Figures, 'changeFailureRate'>): string {
  if (changeFailureRate === null) return NONE;
  const { failed, of, rate } = changeFailureRate;
  return `${failed} of ${of} (${Math.round(rate * 100)} %)`;
}

function restoredCell({
  timeToRestore,
  notRestored,
}: Pick<Figures, 'timeToRestore' | 'notRestored'>): string {
  return timeToRestore === null && notRestored > 0 ? 'not yet' : middleCell(timeToRestore);
}

/** In the unit in which it is one or more, if there is one. */
function often(perWeek: number): string {
  if (perWeek >= 7) return `${rounded(perWeek / 7)} a day`;
  return perWeek >= 1 ? `${rounded(perWeek)} a week` : `${rounded((perWeek * 30) / 7)} a month`;
}

function rounded(value: number): string {
  return value >= 10 ? String(Math.round(value)) : String(Number(value.toFixed(1)));
}

function noteOf(environments: readonly EnvironmentMetrics[]): string[] {
  if (environments.every(({ all }) => all.changeFailureRate === null)) return [];
  return ['', 'times are medians, with how many they are of; – means that there is nothing to tell from'];
}
