import { existsIn } from '../component-entry';
import { fillPlaceholders, placeholdersOf, placeholderValue } from '../placeholders';
import { pathOf, type Judged, type Rule } from './judged';
import { quoted, type Finding, type ManifestPath } from './problem';

/** A flag belongs to no component: only the environment can be filled in. */
export const brokenFlagParameters: Rule = ({ manifest }) =>
  Object.entries(manifest.flags ?? {}).flatMap(([name, { parameter }]) =>
    placeholdersOf(parameter)
      .filter((placeholder) => placeholder !== 'environment')
      .map((placeholder) => ({
        path: ['flags', name, 'parameter'],
        message: `${quoted(parameter)}: {${placeholder}} is not filled in here`,
        allowed: 'only {environment} is',
      })),
  );

interface Owner {
  readonly path: ManifestPath;
  readonly what: string;
  readonly parameter: string;
}

/** A flag that would be set over another, or over what a component publishes, in the same environment. */
export const sharedFlagParameters: Rule = (judged) => {
  const found = new Map<string, Finding>();
  for (const environment of Object.keys(judged.manifest.environments)) {
    const owners = new Map(outputsIn(judged, environment).map((each) => [each.parameter, each]));
    for (const flag of flagsIn(judged, environment)) {
      const other = owners.get(flag.parameter);
      owners.set(flag.parameter, flag);
      if (other === undefined) continue;
      const message = `SSM parameter ${quoted(flag.parameter)} is ${other.what} as well`;
      const finding = { path: flag.path, message, allowed: 'each flag needs a parameter of its own' };
      found.set(flag.path.join('\0'), found.get(flag.path.join('\0')) ?? finding);
    }
  }
  return [...found.values()];
};

function flagsIn({ manifest }: Judged, environment: string): Owner[] {
  return Object.entries(manifest.flags ?? {}).map(([name, { parameter }]) => ({
    path: ['flags', name, 'parameter'],
    what: `that of flag ${name}`,
    parameter: fillPlaceholders(parameter, (each) => (each === 'environment' ? environment : undefined)),
  }));
}

function outputsIn({ manifest, entries }: Judged, environment: string): Owner[] {
  const declaration = manifest.environments[environment];
  if (declaration === undefined) return [];
  return entries
    .filter((entry) => existsIn(entry, environment))
    .flatMap((entry) =>
      Object.entries(entry.declaration.outputs ?? {}).flatMap(([name, output]) => {
        if (!('parameter' in output)) return [];
        const valueOf = (each: string) => placeholderValue(each, entry, { environment, declaration });
        const path = [...pathOf(entry), 'outputs', name, 'parameter'];
        const what = `output ${name} of ${entry.name}`;
        return [{ path, what, parameter: fillPlaceholders(output.parameter, valueOf) }];
      }),
    );
}
