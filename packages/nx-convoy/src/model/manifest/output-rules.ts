import { existsIn, type ComponentEntry } from '../component-entry';
import { nearest } from '../nearest';
import { outputReference, placeholdersOf, type OutputReference } from '../placeholders';
import type { Judged, Rule } from './judged';
import { quoted, type Finding } from './problem';
import { templatesOf, type Template } from './templates';

/** Outputs are known only once their component is deployed, so nothing that is needed before can refer to them. */
const PARTS = new Set(['deploy', 'checks', 'migrations']);

export const outputReferences: Rule = (judged) =>
  judged.entries.flatMap((entry) =>
    templatesOf(entry).flatMap((template) =>
      placeholdersOf(template.text).flatMap((placeholder) => {
        const reference = outputReference(placeholder);
        return reference === null ? [] : referenceFindings(judged, entry, { template, reference });
      }),
    ),
  );

interface Use {
  readonly template: Template;
  readonly reference: OutputReference;
}

function referenceFindings(judged: Judged, entry: ComponentEntry, use: Use): Finding[] {
  const { template, reference } = use;
  const { path } = template;
  const written = `{outputs.${reference.component}.${reference.output}}`;
  const source = judged.entries.find((each) => each.name === reference.component);
  if (source === undefined) {
    if (judged.componentNames.includes(reference.component)) return [];
    const names = judged.componentNames;
    const didYouMean = nearest(reference.component, names);
    return [
      {
        path,
        message: `${written}: there is no component ${quoted(reference.component)}`,
        allowed: `components are ${names.join(', ')}`,
        didYouMean,
      },
    ];
  }
  const outputs = Object.keys(source.declaration.outputs ?? {});
  if (!outputs.includes(reference.output)) {
    const allowed = outputs.length === 0 ? 'it declares no outputs' : `its outputs are ${outputs.join(', ')}`;
    const didYouMean = nearest(reference.output, outputs);
    return [
      {
        path,
        message: `${written}: ${source.name} has no output ${quoted(reference.output)}`,
        allowed,
        didYouMean,
      },
    ];
  }
  return [
    ...placeFindings(entry, source, use),
    ...absenceFindings(judged, entry, { source, written, template }),
  ];
}

function placeFindings(
  entry: ComponentEntry,
  source: ComponentEntry,
  { template, reference }: Use,
): Finding[] {
  const { path, part } = template;
  const written = `{outputs.${reference.component}.${reference.output}}`;
  if (!PARTS.has(part))
    return [
      {
        path,
        message: `${written} is not known yet when ${quoted(part)} is read`,
        allowed: 'outputs can be used in deploy commands, migration payloads and checks',
      },
    ];
  if (source.name === entry.name) {
    if (part === 'checks') return [];
    return [
      {
        path,
        message: `${written} is known only after ${entry.name} was deployed`,
        allowed: 'its own outputs can be used in its checks only',
      },
    ];
  }
  if (entry.declaration.dependsOn?.includes(source.name) === true) return [];
  return [
    {
      path,
      message: `${written} is used without an edge`,
      allowed: `add ${quoted(source.name)} to "dependsOn" of ${entry.name}`,
    },
  ];
}

interface Absence {
  readonly source: ComponentEntry;
  readonly written: string;
  readonly template: Template;
}

function absenceFindings(
  judged: Judged,
  entry: ComponentEntry,
  { source, written, template }: Absence,
): Finding[] {
  return Object.keys(judged.manifest.environments)
    .filter((environment) => existsIn(entry, environment) && !existsIn(source, environment))
    .map((environment) => ({
      path: template.path,
      message: `${written}: ${source.name} does not exist in ${environment}, but ${entry.name} does`,
      allowed: `add ${quoted(environment)} to "environments" of ${source.name}, or remove the reference`,
    }));
}
