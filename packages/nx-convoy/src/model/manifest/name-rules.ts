import { existsIn, type ComponentEntry } from '../component-entry';
import { ENVIRONMENT_PROJECT } from '../environment-project';
import { nearest } from '../nearest';
import { BUILT_IN_PLACEHOLDERS } from '../placeholders';
import { pathOf, type Judged, type Rule } from './judged';
import { quoted, type Finding, type ManifestPath } from './problem';

export const duplicateComponents: Rule = ({ entries }) => {
  const first = new Map<string, ComponentEntry>();
  return entries.flatMap((entry) => {
    const path = pathOf(entry);
    if (entry.name === ENVIRONMENT_PROJECT) {
      const message = `a component cannot be called ${quoted(ENVIRONMENT_PROJECT)}, which is the project for an environment as a whole`;
      return [{ path, atKey: true, message }];
    }
    const other = first.get(entry.name);
    first.set(entry.name, other ?? entry);
    if (other === undefined) return [];
    const message = `component ${quoted(entry.name)} of ${entry.repo} is already a component of ${other.repo}`;
    return [{ path, atKey: true, message, allowed: 'component names are project names and exist once' }];
  });
};

export const unknownDependencies: Rule = ({ entries, componentNames }) =>
  entries.flatMap((entry) =>
    (entry.declaration.dependsOn ?? []).flatMap((dependency, index) => {
      if (componentNames.includes(dependency)) return [];
      const path = [...pathOf(entry), 'dependsOn', index];
      const message = `${entry.name} depends on ${quoted(dependency)}, which is no component`;
      const allowed = `components are ${componentNames.join(', ')}`;
      return [{ path, message, allowed, didYouMean: nearest(dependency, componentNames) }];
    }),
  );

/** Every place that names an environment, in one list. */
export const unknownEnvironments: Rule = (judged) => [
  ...Object.entries(judged.manifest.environments).flatMap(([name, { promotesFrom }]) =>
    promotesFrom === undefined
      ? []
      : unknown(judged, promotesFrom, { path: ['environments', name, 'promotesFrom'] }),
  ),
  ...judged.entries.flatMap((entry) => componentEnvironments(judged, entry)),
];

function componentEnvironments(judged: Judged, entry: ComponentEntry): Finding[] {
  const { stage, region, values, connect, pages, environments } = entry.declaration;
  const path = pathOf(entry);
  const keyed: [ManifestPath, Readonly<Record<string, unknown>> | undefined][] = [
    [[...path, 'stage'], stage],
    [[...path, 'region'], region],
    [[...path, 'connect'], connect],
    [[...path, 'pages', 'branches'], pages?.branches],
    ...Object.entries(values ?? {}).map(([name, value]): [ManifestPath, typeof value] => [
      [...path, 'values', name],
      value,
    ]),
  ];
  return [
    ...keyed.flatMap(([place, record]) =>
      Object.keys(record ?? {}).flatMap((name) =>
        unknown(judged, name, { path: [...place, name], atKey: true }),
      ),
    ),
    ...(environments ?? []).flatMap((name, index) =>
      unknown(judged, name, { path: [...path, 'environments', index] }),
    ),
  ];
}

function unknown(judged: Judged, name: string, place: Pick<Finding, 'path' | 'atKey'>): Finding[] {
  const known = judged.environmentNames;
  if (known.includes(name)) return [];
  const message = `there is no environment ${quoted(name)}`;
  return [
    {
      ...place,
      message,
      allowed: `environments are ${known.join(', ')}`,
      didYouMean: nearest(name, known),
    },
  ];
}

/** Values of an environment in which the component does not exist are a mistake in one of the two places. */
export const valuesOfAbsence: Rule = ({ entries, environmentNames }) =>
  entries.flatMap((entry) => {
    const branches = Object.keys(entry.declaration.pages?.branches ?? {});
    return branches.flatMap((name) => {
      if (!environmentNames.includes(name) || existsIn(entry, name)) return [];
      const message = `${entry.name} has a branch for ${name}, but does not exist there`;
      return [
        {
          path: [...pathOf(entry), 'pages', 'branches', name],
          atKey: true,
          message,
          allowed: `add ${quoted(name)} to "environments" or remove this`,
        },
      ];
    });
  });

export const valueNames: Rule = ({ entries }) =>
  entries.flatMap((entry) =>
    Object.keys(entry.declaration.values ?? {}).flatMap((name) => {
      const path = [...pathOf(entry), 'values', name];
      if (BUILT_IN_PLACEHOLDERS.includes(name))
        return [
          {
            path,
            atKey: true,
            message: `{${name}} always has a meaning of its own`,
            allowed: 'choose another name',
          },
        ];
      if (/^[A-Za-z][A-Za-z0-9_-]*$/.test(name)) return [];
      return [
        {
          path,
          atKey: true,
          message: `${quoted(name)} cannot be written as a placeholder`,
          allowed: 'must be letters, digits, “_” and “-”, a letter first',
        },
      ];
    }),
  );
