import {
  countClasses,
  type ComponentDrift,
  type Difference,
  type DriftDocument,
} from '../model/drift-document';

const WIDTH = 100;
const SIGNS = { expected: '≈', unexpected: '✘', unknown: '?' } as const;

/** The drift of an environment for a person: what differs, a line each, then how much. */
export function renderDrift(document: DriftDocument): string[] {
  const { environment, against, components } = document;
  return [
    '',
    ...components.flatMap((each) => componentLines(each, document)),
    sayCounts(components, against === null ? environment : `${environment} against ${against}`),
  ];
}

function componentLines({ component, differences }: ComponentDrift, document: DriftDocument): string[] {
  if (differences.length === 0) return [`✔ ${component}  no drift`];
  const counts = countClasses([{ component, differences }]);
  const sign = counts.unexpected > 0 ? '✘' : counts.unknown > 0 ? '?' : '✔';
  return [
    `${sign} ${component}  ${sayClasses(counts)}`,
    ...differences.flatMap((each) => differenceLines(each, document)),
  ];
}

function differenceLines(difference: Difference, document: DriftDocument): string[] {
  const { what, here, there, why } = difference;
  const head = `    ${SIGNS[difference.class]} ${difference.class.padEnd(10)}  ${what}`;
  const [now, then] = sidesOf(difference, document);
  const values = here === null && there === null ? '' : `${now} ${here ?? '–'}, ${then} ${there ?? '–'}`;
  const rest = [values, ...(why === null ? [] : [`(${why})`])].filter((each) => each !== '').join('  ');
  if (rest === '') return [head];
  const whole = `${head}:  ${rest}`;
  return whole.length <= WIDTH ? [whole] : [head, `                  ${rest}`];
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
