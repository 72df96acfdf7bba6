import { unreachable } from '../../model/unreachable';
import { dangersOf } from '../sql/classify-migration';
import type { CatalogueDifference } from './compare-catalogues';
import { renderDifferences } from './render-differences';
import type { TrialEnd, TriedFile } from './trial-end';

const WIDTH = 100;

/** Whether a trial found nothing that would go wrong. No way back is told, and no failure: the gate of a deploy says no more either. */
export function isSound(end: TrialEnd): boolean {
  if (end.type === 'nothing') return true;
  return end.type === 'tried' && (end.left ?? []).length === 0 && (end.again ?? []).length === 0;
}

/** In one line. */
export function sayTrial(end: TrialEnd, environment: string): string {
  switch (end.type) {
    case 'nothing':
      return `nothing to try: ${environment} has every migration of it`;
    case 'interrupted':
      return 'interrupted; the throw-away database is gone';
    case 'failed':
      return end.phase === 'base'
        ? `what ${environment} has could not be built again: ${end.failure.file}:${end.failure.line}`
        : `failed ${end.phase}: ${end.failure.file}:${end.failure.line}`;
    case 'tried': {
      const names = end.files.map(({ file }) => /^V\d+/.exec(file)?.[0] ?? file).join(' ');
      if (end.left === null) return `${names} up; no way back`;
      if (end.left.length > 0) return `${names} up and down, but the schema is not as before`;
      if ((end.again ?? []).length > 0)
        return `${names} up, down, up again, but not the same as the first time`;
      return `${names} up, down, up again: as before, and the same again`;
    }
    default:
      return unreachable(end);
  }
}

/** What was tried on what, what each statement may do, and how the schema changes. */
export function renderTrial(end: TrialEnd): string[] {
  if (end.type === 'interrupted') return [];
  const edited = end.edited.map((file) => `  ! ${file} was edited since it was applied`);
  if (end.type === 'nothing') return edited;
  const { base, server, files } = end;
  const on = base.type === 'copied' ? `a copy of ${base.from}` : 'a database built from the files';
  const why = base.type === 'copied' ? [] : [`      ${base.why}`];
  const head = [`  on  ${on}, on ${server}`, ...why, ...edited, ...files.flatMap(fileLines)];
  return end.type === 'failed' ? [...head, ...failureLines(end)] : [...head, ...changeLines(end)];
}

function fileLines({ file, statements }: TriedFile): string[] {
  const lines = statements.flatMap(({ statement, hazards }) => {
    const dangers = hazards.length === 0 ? 'safe' : dangersOf(hazards).join(' ');
    const said = statement.text.replace(/\s+/g, ' ');
    const head = `    ${String(statement.line).padStart(4)}  ${dangers.padEnd(22)}  `;
    return [cut(`${head}${said}`), ...hazards.map(({ why }) => cut(`${' '.repeat(32)}${why}`))];
  });
  return [`  ${file}`, ...lines];
}

function failureLines({ phase, failure }: Extract<TrialEnd, { type: 'failed' }>): string[] {
  const { file, line, statement, message } = failure;
  const at = statement === '' ? 'at the end of its transaction' : statement.replace(/\s+/g, ' ');
  return [
    `  ✘ ${phase}  ${file}:${line}`,
    cut(`      ${at}`),
    ...message.split('\n').map((each) => `      ${each}`),
  ];
}

function changeLines({ changes, left, again, files }: Extract<TrialEnd, { type: 'tried' }>): string[] {
  const lines =
    changes.length === 0
      ? ['  schema  does not change']
      : ['  schema', ...renderDifferences(changes, '    ')];
  if (left === null) {
    const without = files.filter(({ down }) => down === null).map(({ file }) => file.replace(/^V/, 'U'));
    return [...lines, `  down    no way back: there is no ${without.join(', ')}`];
  }
  return [
    ...lines,
    ...compared('down', 'as before', left),
    ...compared('again', 'the same as the first time', again ?? []),
  ];
}

function compared(word: string, equal: string, differences: readonly CatalogueDifference[]): string[] {
  if (differences.length === 0) return [`  ${word.padEnd(8)}${equal}`];
  return [`  ${word.padEnd(8)}✘ not ${equal}:`, ...renderDifferences(differences, '    ')];
}

function cut(line: string): string {
  return line.length <= WIDTH ? line : `${line.slice(0, WIDTH - 1)}…`;
}
