import {
  countClasses,
  type ComponentDrift,
  type Difference,
  type DriftDocument,
} from '../model/drift-document';

const WIDTH = 100;
/** Below the texts of the differences. */
const INDENT = ' '.repeat(18);
const SIGNS = { expected: '≈', unexpected: '✘', unknown: '?' } as const;

/** The drift of an environment for a person: what differs, a line each, then how much. */
export function renderDrift(document: DriftDocument): string[] {
  const { environment, against, components } = document;
  return [
    '',
    ...components.flatMap((each) => componentLines(each, document)),
    ...(document.flags ?? []).map(({ line }) => `${SIGNS.expected} flag ${line}`),
    sayCounts(components, against === null ? environment : `${environment} against ${against}`),
  ];
}

function componentLines({ component, differences }: ComponentDrift, document: DriftDocument): string[] {
  if (differences.length === 0) return [`✔ ${component}  no drift`];
  const counts = countClasses([{ component, differences }]);
  const sign = counts.unexpected > 0 ? '✘' : counts.unknown > 0 ? '?' : '✔';
  return [
    `${sign} ${component}  ${sayClasses(counts)}`,
    ...(['unexpected', 'unknown'] as const).flatMap((wanted) =>
      differences.filter((each) => each.class === wanted).flatMap((each) => differenceLines(each, document)),
    ),
    ...expectedLines(differences),
  ];
}

/** Of what is meant to be so only the reasons are told; the document has it all. */
function expectedLines(differences: readonly Difference[]): string[] {
  const counts = new Map<string, number>();
  for (const { class: found, why } of differences)
    if (found === 'expected') counts.set(why ?? '', (counts.get(why ?? '') ?? 0) + 1);
  const lines: string[] = [];
  for (const [why, count] of counts) {
    const [last, said] = [lines.at(-1), `${count} × ${why}`];
    if (last !== undefined && `${last} · ${said}`.length <= WIDTH)
      lines[lines.length - 1] = `${last} · ${said}`;
    else lines.push(`${lines.length === 0 ? `    ${SIGNS.expected} expected    ` : INDENT}${said}`);
  }
  return lines;
}

function differenceLines(difference: Difference, document: DriftDocument): string[] {
  const { what, here, there, why } = difference;
  const head = `    ${SIGNS[difference.class]} ${difference.class.padEnd(10)}  ${what}`;
  const [now, then] = sidesOf(difference, document);
  const values = here === null && there === null ? '' : `${now} ${here ?? '–'}, ${then} ${there ?? '–'}`;
  const rest = [values, ...(why === null ? [] : [`(${why})`])].filter((each) => each !== '').join('  ');
  if (rest === '') return [head];
  const whole = `${head}:  ${rest}`;
  return whole.length <= WIDTH ? [whole] : [head, `${INDENT}${rest}`];
}

/** What the two values are of. */
function sidesOf({ against }: Difference, document: DriftDocument): [here: string, there: string] {
  if (against === 'receipt') return ['is', 'was'];
  if (against === 'declared') return ['is', 'should be'];
  return [document.environment, document.against ?? ''];
}

function sayCounts(components: readonly ComponentDrift[], where: string): string {
  const counts = countClasses(components);
  return `${where}: ${sayClasses(counts)}`;
}

function sayClasses({ unexpected, unknown, expected }: ReturnType<typeof countClasses>): string {
  const said = [
    ...(unexpected === 0 ? [] : [`${unexpected} unexpected`]),
    ...(unknown === 0 ? [] : [`${unknown} unknown`]),
    ...(expected === 0 ? [] : [`${expected} expected`]),
  ];
  return said.length === 0 ? 'no drift' : said.join(', ');
}
