import type { EdgesDocument } from '../model/edges-document';

/** The references that are not in the order, then the edges that nothing shows the reason of. */
export function renderEdges({ missing, unreferenced, references }: EdgesDocument): string[] {
  const one = references.length === 1 ? '1 reference' : `${references.length} references`;
  return [
    '',
    ...missing.flatMap(({ component, to, kind, name, file, line }) => [
      `✘ ${component} uses ${kind} ${name} of ${to}   ${file}:${line}`,
      `    add "${to}" to the dependsOn of ${component}`,
    ]),
    ...unreferenced.map(
      ({ component, dependsOn }) => `– ${component} depends on ${dependsOn}: no file of it refers to it`,
    ),
    missing.length === 0
      ? `every reference is in the deploy order (${one} found)`
      : `${missing.length} of ${one} not in the deploy order`,
  ];
}
