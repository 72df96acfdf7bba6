import type { PreviewDocument } from '../model/task-note';

const SIGN: Record<PreviewDocument['action'], string> = {
  nothing: '=',
  deploy: '→',
  refused: '✘',
  absent: '–',
};

/** The plan of several components for a person. */
export function renderPreviews(previews: readonly PreviewDocument[]): string[] {
  const width = Math.max(9, ...previews.map((each) => each.component.length));
  return [
    '',
    `  ${'component'.padEnd(width)}  live      pin      what`,
    ...previews.flatMap((each) => [row(each, width), ...details(each)]),
  ];
}

function row(each: PreviewDocument, width: number): string {
  const live = each.live?.slice(0, 7) ?? '–      ';
  const pin = each.action === 'nothing' ? '       ' : (each.pin?.slice(0, 7) ?? '–      ');
  return `  ${each.component.padEnd(width)}  ${live} ${SIGN[each.action]} ${pin}  ${each.why.join(' · ')}`;
}

function details(each: PreviewDocument): string[] {
  const commits = each.commits
    .slice(0, 10)
    .map((commit) => `      ${commit.commit.slice(0, 7)} ${commit.subject}`);
  const more = each.commits.length > 10 ? [`      … and ${each.commits.length - 10} more`] : [];
  return [...commits, ...more, ...each.steps.map((step) => `      ${step.what}   undo: ${step.undo}`)];
}
