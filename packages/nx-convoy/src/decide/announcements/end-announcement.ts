import type { ComponentReport, RunReport } from '../../model/run-report';
import { duration } from '../render-report';
import { compareLink } from './compare-link';
import { slackLink, slackText } from './slack-text';

export interface EndFacts {
  readonly report: RunReport;
  readonly who: string;
  /** Address of the repository of each component. */
  readonly urls: Readonly<Record<string, string>>;
}

const WORDS: Readonly<Record<RunReport['outcome'], string>> = {
  released: '✔ *{}*: released',
  unchanged: '✔ *{}*: nothing changed',
  partial: '✘ *{}*: partly done, the environment is not at its pins',
  failed: '✘ *{}*: failed',
  refused: '✘ *{}*: refused',
  interrupted: '✘ *{}*: interrupted',
  'rolled-back': '↩ *{}*: rolled back',
};
const MOST_LINES = 6;
const LONGEST = 3_000;
const LONGEST_LINE = 300;

/** How a run ended, in Slack's markup: how long it took, what changed, what went wrong and how to go on. */
export function endAnnouncement(facts: EndFacts): string {
  const { report, who } = facts;
  const { environment, run, outcome, components } = report;
  const span = duration(Date.parse(report.finishedAt) - Date.parse(report.startedAt));
  const title = WORDS[outcome].replace('{}', slackText(environment));
  const lines = [
    `${title} in ${span} · ${slackText(who)} · run ${slackText(run)}`,
    ...components.filter(isChanged).map((each) => changeLine(each, facts)),
    ...causeLines(components),
    ...goOn(report),
  ];
  return clipped(lines.join('\n'), LONGEST);
}

function isChanged({ outcome, to }: ComponentReport): boolean {
  return to !== null && (outcome === 'deployed' || outcome === 'rolled-back');
}

function changeLine({ component, outcome, from, to }: ComponentReport, { urls }: EndFacts): string {
  const [before, now] = [from?.commit ?? null, to?.commit ?? ''];
  const isMove = before !== null && before !== now;
  const text = isMove ? `${before.slice(0, 7)} → ${now.slice(0, 7)}` : now.slice(0, 7);
  const link = compareLink(urls[component] ?? '', before, now);
  const back = outcome === 'rolled-back' ? ', rolled back' : '';
  return `• ${slackText(component)} ${link === null ? slackText(text) : slackLink(link, text)}${back}`;
}

/** The first trouble in deploy order: what comes after it is its consequence. */
function causeLines(components: readonly ComponentReport[]): string[] {
  const failed = components.find(({ error }) => error !== null);
  if (failed?.error == null) return [];
  const { code, message } = failed.error;
  const lines = message.split('\n').map((line) => line.trim());
  const shown = lines.filter((line) => line !== '').slice(0, MOST_LINES);
  return [
    `${slackText(failed.component)}: ${slackText(code)}`,
    ...shown.map((line) => `> ${slackText(clipped(line, LONGEST_LINE))}`),
  ];
}

const ENDED: readonly RunReport['outcome'][] = ['released', 'unchanged', 'rolled-back'];

function goOn({ outcome, environment, components }: RunReport): string[] {
  if (ENDED.includes(outcome)) return [];
  const verb = components.some((each) => each.outcome === 'rolled-back') ? 'rollback' : 'deploy';
  return [`go on: \`npx nx run-many -t ${verb} --configuration=${environment}\``];
}

function clipped(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}
