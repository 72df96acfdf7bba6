import type { PreviewDocument } from '../model/task-note';

const WIDTH = 100;
const INDENT = '      ';
const COMMITS_SHOWN = 10;

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
    ...previews.flatMap((each) => [...row(each, width), ...commits(each), ...steps(each)]),
  ];
}

/** One line where the reasons fit into it, else one line a reason. */
function row(each: PreviewDocument, width: number): string[] {
  const live = each.live?.slice(0, 7) ?? '–      ';
  const pin = each.action === 'nothing' ? '       ' : (each.pin?.slice(0, 7) ?? '–      ');
  const head = `  ${each.component.padEnd(width)}  ${live} ${SIGN[each.action]} ${pin}  `;
  const reasons = each.why.flatMap((reason) => reason.split('\n'));
  const whole = `${head}${reasons.join(' · ')}`;
  if (each.action !== 'refused' && whole.length <= WIDTH) return [whole.trimEnd()];
  const [first = '', ...further] = reasons;
  return [`${head}${first}`, ...further.map((reason) => `${INDENT}${reason}`)];
}

function commits(each: PreviewDocument): string[] {
  const shown = each.commits
    .slice(0, COMMITS_SHOWN)
    .map(({ commit, subject }) => clipped(`${INDENT}${commit.slice(0, 7)} ${subject}`));
  const hidden = each.commits.length - shown.length;
  return hidden > 0 ? [...shown, `${INDENT}… and ${hidden} more`] : shown;
}

function steps(each: PreviewDocument): string[] {
  return each.steps.flatMap(({ what, undo }) => {
    const line = `${INDENT}${what}   undo: ${undo}`;
    return line.length <= WIDTH ? [line] : [`${INDENT}${what}`, `${INDENT}   undo: ${undo}`];
  });
}

function clipped(line: string): string {
  return line.length <= WIDTH ? line : `${line.slice(0, WIDTH - 1)}…`;
}
