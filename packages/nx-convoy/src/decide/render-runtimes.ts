import type { RuntimesDocument } from '../model/runtimes-document';

const MARK = { bad: '✘', note: '–', unknown: '?' } as const;

/** What is wrong, one line each, and what all agree on. */
export function renderRuntimes(document: RuntimesDocument): string[] {
  const { runtimes, findings, disagreements, packages } = document;
  const width = Math.max(0, ...[...findings, ...packages].map((each) => each.component.length));
  const names = [...new Set(runtimes.map((use) => use.runtime))].sort();
  return [
    '',
    ...findings.map(
      (each) =>
        `${MARK[each.class]} ${each.component.padEnd(width)}  ${each.runtime}  ${each.where}: ${each.says}`,
    ),
    ...disagreements.flatMap(({ package: name, uses }) => [
      `✘ ${name} has several versions:`,
      ...uses.map((use) => `    ${use.component.padEnd(width)}  ${use.version}  ${use.file}`),
    ]),
    `${runtimes.length} runtimes declared or live: ${names.join(', ')}`,
    ...agreed(document),
    isBad(document) ? 'not consistent' : 'consistent',
  ];
}

export function isBad({ findings, disagreements }: RuntimesDocument): boolean {
  return disagreements.length > 0 || findings.some((each) => each.class === 'bad');
}

function agreed({ packages, disagreements }: RuntimesDocument): string[] {
  const apart = disagreements.map((each) => each.package);
  const together = [
    ...new Set(
      packages.filter((use) => !apart.includes(use.package)).map((use) => `${use.package} ${use.version}`),
    ),
  ];
  return together.length === 0 ? [] : [`same everywhere: ${together.join(', ')}`];
}
